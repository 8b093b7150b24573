"""``make test-offline``: the whole test run in a network of its own that leads nowhere (Linux).

The kernel counts what had no way out, whichever program tried it: a browser, a Java machine, a
library with sockets of its own. One packet is too many. Options go to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_INSIDE = "TOPICLLAMA_OFFLINE"
_TRIES = "tests/test_network_guard.py"  # it does what it guards against
_WAKE_LOOPBACK = """
import fcntl, socket, struct
up = struct.pack("16sh", b"lo", 1)  # IFF_UP
fcntl.ioctl(socket.socket(), 0x8914, up)  # SIOCSIFFLAGS
"""


def main() -> int:
    if _INSIDE not in os.environ:
        return _in_a_network_of_its_own()
    subprocess.run([sys.executable, "-c", _WAKE_LOOPBACK], check=True)
    before = lost()
    as_before = ["unshare", "--user", f"--map-user={os.environ[_INSIDE]}"]
    options = sys.argv[1:] or ["-n", "2", "--dist", "loadfile"]
    pytest = [sys.executable, "-m", "pytest", f"--deselect={_TRIES}", *options]
    ran = subprocess.run([*as_before, *pytest])
    packets = lost() - before
    print(f"{packets} packets would have left this machine.")
    return ran.returncode or int(packets > 0)


def _in_a_network_of_its_own() -> int:
    inside = {**os.environ, _INSIDE: str(os.getuid()), "HF_HUB_OFFLINE": "1"}
    command = ["unshare", "--map-root-user", "--net", sys.executable, __file__, *sys.argv[1:]]
    return subprocess.run(command, env=inside).returncode


def lost() -> int:
    """IPv4 packets for which this network had no route, since it was made. IPv6 is not counted:
    Chromium connects a datagram socket to an address there, sending nothing, to see whether this
    computer has IPv6 at all."""
    lines = Path("/proc/net/snmp").read_text("ascii").splitlines()
    heads, numbers = (line.split()[1:] for line in lines if line.startswith("Ip:"))
    return int(dict(zip(heads, numbers, strict=True))["OutNoRoutes"])


if __name__ == "__main__":
    sys.exit(main())
