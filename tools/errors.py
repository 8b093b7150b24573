"""The two exceptions that are meant for a person, and the one that means "stopped"."""

from __future__ import annotations


class TopicLlamaError(Exception):
    """It could not be done: what happened in one sentence, and what to do about it in another."""

    def __init__(self, message: str, hint: str = "") -> None:
        # Half a surrogate pair, of something that was typed, cannot be printed or sent.
        message, hint = (text.encode("utf-8", "replace").decode() for text in (message, hint))
        super().__init__(message)
        self.message = message
        self.hint = hint
        if hint:  # a traceback says what to do, too
            self.add_note(hint)

    def to_json(self) -> dict[str, str]:
        """``message`` and ``hint``, as the command line prints them with ``--json``."""
        return {"message": self.message, "hint": self.hint}

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback: IPython asks for it by this name."""
        return [part for part in (self.message, self.hint) if part]


class NotReadyError(TopicLlamaError):
    """A step that this one needs has not been done yet (no texts loaded, no topics found)."""


class LockedError(TopicLlamaError):
    """Another process holds what only one may hold."""


class Cancelled(Exception):  # noqa: N818 - the word that every door uses for it
    """The person stopped the work; everything confirmed before it is kept."""
