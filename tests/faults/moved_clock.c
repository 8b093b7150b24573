/* A wall clock that a test moves while a process runs: the seconds in the file named by MOVED_CLOCK
   (a 64-bit integer, mapped) are added to what CLOCK_REALTIME says. Everything else, above all
   CLOCK_MONOTONIC and sleeping, stays as it is, as with a real change of the clock. (libfaketime
   breaks Python's time.sleep when it is moved under way.)
   Build: cc -shared -fPIC -O2 -o moved_clock.so moved_clock.c -ldl; use: LD_PRELOAD */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t none = 0;

static int64_t moved(void) {
    static volatile int64_t *seconds = NULL;
    if (seconds == NULL) {
        const char *file = getenv("MOVED_CLOCK");
        int handle = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
        void *found = handle < 0 ? MAP_FAILED : mmap(NULL, 8, PROT_READ, MAP_SHARED, handle, 0);
        if (handle >= 0) close(handle);
        seconds = found == MAP_FAILED ? &none : (volatile int64_t *)found;
    }
    return *seconds;
}

static int (*real)(clockid_t, struct timespec *) = NULL;

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (real == NULL) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int found = real(clock, now);
    if (found == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += moved();
    return found;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec found;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &found) != 0) return -1;
    now->tv_sec = found.tv_sec;
    now->tv_usec = found.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *told) {
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    if (told != NULL) *told = found.tv_sec;
    return found.tv_sec;
}
