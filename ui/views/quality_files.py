"""What leaves the page: the method for a paper, the tree, files."""

from __future__ import annotations

from starlette.responses import Response

from ...tools.exporting import exported
from ...tools.hierarchy import Branch, hierarchy
from ...tools.method import Method, method
from ...tools.progress import Task
from ...tools.report_words import say as report_say
from ...tools.svg_charts import tree_svg
from ..page_html import esc
from ..text import say
from .charts import file_address
from .trends_kept import QUICK, finding
from .visit import Visit

FILES = (
    ("report", "html"), ("report", "md"), ("topics", "csv"), ("topics", "md"),
    ("topics", "pyldavis"), ("documents", "csv"), ("documents", "jsonl"),
    ("documents", "parquet"), ("map", "html"), ("method", "md"),
)  # fmt: skip
_TYPES = {
    "html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8", "csv": "text/csv",
    "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet",
    "pyldavis": "application/json", "json": "application/json", "txt": "text/plain",
}  # fmt: skip


def paper(visit: Visit) -> str:
    """How the topics were made, to be copied."""
    language, workspace = visit.language, visit.workspace
    model = workspace.require_model()

    def work(task: Task) -> Method:
        return method(workspace, model)

    found: Method = finding(visit, "jobs_measure", ("method",), work, small=QUICK)
    works = "".join(f"<li>{esc(work)}</li>" for work in found.references())
    copied, copy = say("quality_copied", language), say("quality_copy", language)
    return (
        f'<h2>{say("quality_method", language)}</h2><p class="tl-quiet">'
        f"{say('quality_method_about', language)}</p>"
        f'<div class="tl-card tl-paper" data-script="view_quality.js" data-copied="{copied}">'
        f"<p data-copy>{esc(found.paragraph(language))}</p>"
        f'<button type="button" class="tl-button" data-copies>{copy}</button>'
        f"<details><summary>{say('quality_references', language)}</summary><ul>{works}</ul>"
        "</details></div>"
    )


def tree(visit: Visit) -> str:
    """Which topics are close; nothing for a single one."""
    language, model = visit.language, visit.workspace.require_model()
    if model.num_topics < 2:
        return ""

    def work(task: Task) -> Branch:
        return hierarchy(model)

    found: Branch = finding(visit, "jobs_measure", ("tree",), work, small=QUICK)
    drawn = tree_svg(found, report_say("tree_label", language, n=model.num_topics))
    rows = "".join(_branch(child, language) for child in [found])
    return (
        f'<h2>{report_say("tree", language)}</h2><p class="tl-quiet tl-reading">'
        f"{esc(report_say('tree_read', language))}</p>"
        f'<div class="tl-tree" tabindex="0">{drawn}</div><details class="tl-figures"><summary>'
        f'{say("quality_tree_list", language)}</summary><ul class="tl-branches">{rows}</ul>'
        "</details>"
    )


def _branch(branch: Branch, language: str) -> str:
    """The tree as nested lists, for who cannot see it."""
    name = esc(branch.labels.get(language, branch.label))
    if branch.id is not None:
        return f'<li><a href="#/topics/{branch.id}">{branch.id} {name}</a></li>'
    inside = "".join(_branch(child, language) for child in branch.children)
    return f"<li>{branch.height:.2f} · {name}<ul>{inside}</ul></li>"


# files -----------------------------------------------------------------------------------------


def files(visit: Visit) -> str:
    language = visit.language
    items = "".join(
        f'<li><a class="tl-button" download href="{esc(_address(visit, what, format))}">'
        f"{say(f'quality_file_{what}', language)} "
        f"<small>{say(f'quality_format_{format}', language)}</small></a></li>"
        for what, format in FILES
    )
    return (
        f"<h2>{say('quality_files', language)}</h2>"
        f'<p class="tl-quiet">{say("quality_files_about", language)}</p>'
        f'<ul class="tl-files">{items}</ul>'
    )


def _address(visit: Visit, what: str, format: str) -> str:
    return file_address(visit, "quality", "export", what=what, format=format)


def export(visit: Visit) -> Response:
    """A file of this workspace, to be saved."""
    what, format = visit.get("what"), visit.get("format")
    content = exported(visit.workspace, what, format, language=visit.language)
    ending = "json" if format == "pyldavis" else format
    stem = f"{what}-pyldavis" if format == "pyldavis" else what
    named = f'attachment; filename="topicllama-{stem}.{ending}"'
    return Response(content, media_type=_TYPES[format], headers={"Content-Disposition": named})
