"""The roles of our docstrings (:func:`name`) as links, where what they name has a place."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

_role = re.compile(r":(?:func|class|mod|meth|data):`~?([\w.]+)`")


class Roles(Extension):
    """Replaces the roles of every docstring before it is rendered."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        if obj.docstring is not None:
            inside = obj.module.path
            obj.docstring.value = _role.sub(lambda m: _link(m[1], inside), obj.docstring.value)


def _link(name: str, inside: str) -> str:
    """A link that is plain code when nothing of that name is on the site. A name without a path
    is of the module itself, or a module beside it."""
    whole = name if name.startswith("topicllama.") else f"{inside}.{name}"
    shown = name.rpartition(".")[2]
    return f'<autoref optional identifier="{whole}"><code>{shown}</code></autoref>'
