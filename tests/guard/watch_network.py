"""Notes every attempt of this Python process to reach another computer, by name or by number.

Loopback and Unix sockets are free. tests/network_guard.py says where the notes go.
"""

from __future__ import annotations

import os
import sys

FILE = "TOPICLLAMA_GUARD_FILE"  # where the notes go; nothing is noted without it
EXPECTED = "TOPICLLAMA_GUARD_EXPECTED"  # names with commas between, that a test asks for on purpose
_CONNECTING = ("socket.connect", "socket.sendto", "socket.sendmsg")
_NAMING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_HERE = ("", "none", "localhost", "0.0.0.0", "::", "::1")


def is_here(host: object) -> bool:
    """Whether a name or a number can only mean this computer."""
    name = _text(host).lower().partition("%")[0].removeprefix("::ffff:")
    numbers = name.split(".")
    loopback = len(numbers) == 4 and numbers[0] == "127" and all(map(str.isdecimal, numbers))
    return name in _HERE or loopback


def _text(host: object) -> str:
    return host.decode("utf-8", "replace") if isinstance(host, bytes) else str(host)


def _host(event: str, arguments: tuple[object, ...]) -> object:
    """Whom an event is about, None for nobody; a Unix socket has a path for an address."""
    if event in _NAMING:
        return arguments[0]
    if event in _CONNECTING and isinstance(arguments[1], tuple):
        return arguments[1][0]
    return None


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    host = _host(event, arguments)
    if host is None or is_here(host) or FILE not in os.environ:
        return
    if _text(host) not in os.environ.get(EXPECTED, "").split(","):
        test = os.environ.get("PYTEST_CURRENT_TEST", "outside a test")
        line = f"{event} {_text(host)} ({test}; {' '.join(sys.argv[:3])[:200]})".replace("\n", " ")
        with open(os.environ[FILE], "a", encoding="utf-8") as file:  # noqa: PTH123 - a short line
            file.write(line + "\n")


sys.addaudithook(_note)
