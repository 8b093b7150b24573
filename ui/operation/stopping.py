"""A clean end of the server: what runs is told to stop and given time to."""

from __future__ import annotations

import time

from ..rooms import Room, Rooms
from .logs import logger

PATIENCE = 10.0  # seconds
log = logger(__name__)


def stop(rooms: Rooms, patience: float = PATIENCE) -> int:
    """Stop every answer and all long work, and wait ``patience`` seconds for them to end: answers
    keep what was said so far, work what is done. Returns how many had not ended by then (they lose
    what they had not confirmed, nothing else). From now on ``/health`` says "stopping" and nothing
    new begins."""
    rooms.stopping = True
    before = time.monotonic()
    while (left := running(rooms)) and time.monotonic() < before + patience:
        _tell(rooms)  # again: what was about to begin had nobody yet that would listen
        time.sleep(0.05)
    log.info("stopped", left=left, seconds=round(time.monotonic() - before, 3))
    return left


def _tell(rooms: Rooms) -> None:
    for room in rooms.opened():
        for chat in room.chats.running():
            chat.stop()
        for job in room.jobs.running():
            job.stop()
        room.status.pause()


def running(rooms: Rooms) -> int:
    """How many answers are being written and how much long work is under way."""
    return sum(map(_running, rooms.opened()))


def _running(room: Room) -> int:
    return len(room.chats.running()) + len(room.jobs.running()) + room.status.preparing
