"""The guard of the test run: it sees who connects, in which process ever, and fails the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from watch_network import EXPECTED, FILE, is_here

HERE = Path(__file__).parent
CONFTEST = (
    "from network_guard import asks_for, pytest_configure, pytest_sessionfinish\n"
    "from network_guard import pytest_terminal_summary, pytest_unconfigure\n"
)
# TEST-NET-1 (RFC 5737) and .invalid (RFC 6761) belong to nobody.
ATTEMPTS = {
    "by_number": "line = socket.socket(); line.settimeout(0.01); line.connect_ex(('192.0.2.1', 9))",
    "by_name": "socket.getaddrinfo('by-name.invalid', 80)",
    "by_datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.2', 9))",
    "in_a_child": "run([sys.executable, '-c', LOOKS])",
    "at_home": "socket.socket().connect_ex(('127.0.0.1', 9)); socket.getaddrinfo('localhost', 9)",
    "on_purpose": "asks_for('purpose.invalid'); socket.getaddrinfo('purpose.invalid', 80)",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a run says whose tests do all of this; the attempts themselves fail no test."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "conftest.py").write_text(CONFTEST)
    head = (
        "import contextlib, socket, sys\nfrom subprocess import run\n"
        "LOOKS = \"import socket; socket.gethostbyname('child.invalid')\"\n"
    )
    tests = [
        f"def test_{name}(asks_for):\n    with contextlib.suppress(OSError):\n        {what}\n"
        for name, what in ATTEMPTS.items()
    ]
    (folder / "test_all.py").write_text(head + "\n".join(tests))
    kept = {key: value for key, value in os.environ.items() if key not in (FILE, EXPECTED)}
    own = {**kept, "PYTHONPATH": str(HERE), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "xdist", "-n", "1", "."]
    ran = subprocess.run(command, cwd=folder, env=own, text=True, capture_output=True, timeout=100)
    return f"{ran.returncode}\n{ran.stdout}{ran.stderr}"


def test_a_run_that_connects_elsewhere_fails_though_its_tests_pass(told: str) -> None:
    assert told.startswith("1\n") and "6 passed" in told, told


@pytest.mark.parametrize(
    ("name", "host"),
    [("by_number", "192.0.2.1"), ("by_name", "by-name.invalid"), ("by_datagram", "192.0.2.2"),
     ("in_a_child", "child.invalid")],
)  # fmt: skip
def test_it_says_who_was_asked_by_which_test(told: str, name: str, host: str) -> None:
    lines = [line for line in told.splitlines() if line.startswith("socket.") and host in line]
    assert lines and all(f"test_{name} " in line for line in lines), told


def test_what_stays_here_or_is_meant_is_free(told: str) -> None:
    noted = [line for line in told.splitlines() if line.startswith("socket.")]
    assert len(noted) == 4 and not [line for line in noted if "home" in line or "purpose" in line]


def test_this_very_run_is_watched() -> None:
    assert os.environ[FILE] and Path(os.environ[FILE]).exists()
    said = subprocess.run([sys.executable, "-c", "import watch_network"], timeout=60)
    assert said.returncode == 0


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("127.8.9.1", True), (b"localhost", True), ("::1", True), (None, True),
     ("::ffff:127.0.0.1", True), ("127.evil.example", False), ("127.0.0.1.evil.example", False),
     ("10.0.0.1", False), ("localhost.evil.example", False), ("fe80::1%lo", False),
     ("169.254.169.254", False)],
)  # fmt: skip
def test_what_this_computer_is(host: object, here: bool) -> None:
    assert is_here(host) == here
