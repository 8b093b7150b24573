"""The view of data: bringing texts in, what became of them, and the workspaces."""

from __future__ import annotations

from ..text import say
from . import data_add, data_inside, data_mapping, data_report, data_rooms
from .data_format import head
from .jobs import running_cards
from .visit import View, Visit

# Only a load changes what is shown here.
_STAYS = ("jobs_train jobs_sweep jobs_update jobs_label jobs_explain jobs_embed jobs_sentiment "
          "jobs_trends jobs_compare jobs_measure jobs_map jobs_recommend jobs_augment jobs_adapt "
          "jobs_export jobs_pull")  # fmt: skip


def render(visit: Visit) -> str:
    kind, _, name = visit.path.partition("/")
    if kind == "new":
        return data_mapping.render(visit, name)
    if kind == "load":
        return data_report.render(visit, name)
    return data_inside.inside(visit) if visit.part == "inside" else _all(visit)


def _all(visit: Visit) -> str:
    language = visit.language
    return (
        head(say("view_data", language), say("data_about", language), language)
        + f'<div class="tl-data" data-stays="{_STAYS}">{running_cards(visit.room, language)}'
        f"{data_add.waiting(visit)}{data_add.add_card(visit)}{data_inside.inside(visit)}"
        f"{data_report.loads(visit)}{data_rooms.workspaces(visit)}</div>"
    )


VIEW = View(
    "data",
    render,
    {
        **data_add.ACTIONS,
        **data_rooms.ACTIONS,
        "load": data_mapping.load,
        "remove": data_inside.remove,
    },
)
