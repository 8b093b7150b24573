"""What a view is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from ...tools.toolbox import Toolbox
from ...tools.workspace import Workspace
from ..rooms import Room, Rooms


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a browser: for which workspace, in which language ("en" or "zh"), by whom
    ("" without a login), with which parameters of the address (``#/topics?sort=share``).

    ``path`` is what follows the view's name ("3" in ``#/topics/3``); ``part`` names the piece of
    the view that is wanted, "" for all of it. ``local``: the browser is on this computer, and
    nobody needs a login: it may read this computer's files, and say to which servers texts go.
    """

    rooms: Rooms
    room: Room
    language: str
    user: str = ""
    path: str = ""
    part: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    local: bool = False

    @property
    def workspace(self) -> Workspace:
        return self.room.workspace

    def toolbox(self, **more: Any) -> Toolbox:
        """The tools, with a person at hand: what she does on the page she has decided."""
        return Toolbox(self.workspace, language=self.language, **more)

    def get(self, name: str, otherwise: str = "") -> str:
        return self.params.get(name, otherwise)

    def number(self, name: str, otherwise: int) -> int:
        """A parameter that should be a number; anything else counts as not given."""
        try:
            return int(self.params.get(name, otherwise))
        except ValueError:
            return otherwise


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action. ``said`` is shown for a moment; ``go`` is an address to go to
    ("#/topics"), "" stays; ``reload`` shows the view anew; ``changed``: what the page says of the
    workspace (header, panel) is out of date; ``html`` takes the place of the part ``part``."""

    said: str = ""
    go: str = ""
    reload: bool = True
    changed: bool = True
    part: str = ""
    html: str = ""
    data: Any = None


Sent = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """``render`` gives the HTML, ``actions`` change something (by POST), ``data`` answers with a
    response of its own (a download, points of a map). All of them run in threads and may raise
    TopicLlamaError."""

    name: str
    render: Callable[[Visit], str]
    actions: Mapping[str, Callable[[Visit, Sent], Done]] = field(default_factory=dict)
    data: Mapping[str, Callable[[Visit], Response]] = field(default_factory=dict)
