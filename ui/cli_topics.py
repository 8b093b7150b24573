"""Topics on the terminal: the table, one topic explained, quality figures, new documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from ..tools import edit_wording
from ..tools.results import TopicInfo, TopicsResult, TrainResult
from .cli_output import clean, line, listed, pair, shortened, table
from .cli_text import language, say, told

_KEYWORDS = 8


def trained(console: Console, result: TrainResult) -> None:
    line(console, say("trained", n=result.num_topics, algorithm=result.algorithm.upper(),
                      seconds=f"{result.seconds:.1f}", model=result.model), "bold")  # fmt: skip
    if result.choice:
        from ..tools.choice import Choice
        from ..tools.wording import why

        line(console, why(Choice.from_json(result.choice), language()))
    if result.noise:
        pair(console, say("noise"), listed(result.noise))
    _topic_table(console, result.topics)
    metrics(console, result.metrics)


def topics(console: Console, result: TopicsResult) -> None:
    if result.report:
        label_report(console, result.report)
    else:
        _topic_table(console, result.topics)
    if result.tree:
        topic_tree(console, result.tree)
    if result.note:
        line(console, told(result.note), "yellow")


def label_report(console: Console, report: Mapping[str, Any]) -> None:
    """Each name with its figures, and a sentence on all of them."""
    made = table(
        say("id"), say("label"), say("fit"), say("keyword_share"), say("sure"), say("alike"),
        say("verdict"), right=(0, 2, 3, 4), wide=6,
    )  # fmt: skip
    for card in report["labels"]:
        made.add_row(
            str(card["id"]), Text(clean(card["label"]), "bold"), _figure(card["fit"]),
            f"{card['coverage']:.0%}", _figure(card["confidence"]),
            listed(str(other) for other in card["alike"]), _verdict(card),
        )  # fmt: skip
    console.print(made)
    line(console, say("report_summary", poor=report["poor"], n=len(report["labels"]),
                      fit=_figure(report["mean_fit"])))  # fmt: skip


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _verdict(card: Mapping[str, Any]) -> str:
    if card["good"]:
        return say("good")
    unfit = card["fits_other"]
    return say("fits_other", id=card["nearest"]) if unfit else say("poor")


def edited(console: Console, record: Mapping[str, Any]) -> None:
    """What an edit did or would do: a sentence, the figures, and the topics as they are now."""
    head = edit_wording.head(record, language(), clean, str)
    line(console, head, "bold")
    for told_too in (
        edit_wording.figures(record, language()), edit_wording.fit_in_words(record, language()),
    ):  # fmt: skip
        if told_too:
            line(console, told_too)
    if record["preview"]:
        line(console, edit_wording.unchanged(language()), "yellow")
    else:
        _topic_table(console, [TopicInfo(**topic) for topic in record["topics"]])


def _topic_table(console: Console, shown: Sequence[TopicInfo]) -> None:
    made = table(
        say("id"), say("share"), say("documents"), say("label"), say("keywords"),
        right=(0, 1, 2), wide=4,
    )  # fmt: skip
    made.columns[3].max_width = 26
    for topic in shown:
        words = clean(", ".join(topic.keywords[:_KEYWORDS]))  # the space is where a line breaks
        made.add_row(str(topic.id), f"{topic.share:.1%}", str(topic.documents),
                     Text(clean(topic.label), "bold"), Text(words, overflow="fold"))  # fmt: skip
    console.print(made)


def one_topic(console: Console, result: TopicsResult) -> None:
    topic = result.topics[0]
    line(console, say("topic_heading", id=topic.id, label=topic.label), "bold")
    line(console, say("topic_share", share=f"{topic.share:.1%}", documents=topic.documents))
    pair(console, say("keywords"), listed(topic.keywords))
    for paragraph in result.explanation.split("\n\n"):
        line(console, paragraph)
    if result.representative:
        line(console, say("representative"), "bold")
    for number, shown in enumerate(result.representative, 1):
        line(console, f"{number}. {shown.title} ({shown.id}, {shown.weight:.0%})")
        line(console, f"   {shortened(shown.passage)}", "dim")
    if result.neighbours:
        near = [f"{n.id} {n.label} ({n.similarity:.2f})" for n in result.neighbours]
        pair(console, say("neighbours"), listed(near))
    if result.tree:
        topic_tree(console, result.tree)
    if result.note:
        line(console, told(result.note), "yellow")


def topic_tree(console: Console, branch: Mapping[str, Any]) -> None:
    """Branches with the mean distance of their halves and what they share; topics with shares."""
    line(console, say("tree"), "bold")
    root = Tree(_branch_name(branch), guide_style="dim")
    _grow(root, branch)
    console.print(root)


def _grow(tree: Tree, branch: Mapping[str, Any]) -> None:
    for child in branch["children"]:
        _grow(tree.add(_branch_name(child)), child)


def _branch_name(branch: Mapping[str, Any]) -> Text:
    if branch["id"] is not None:
        topic = Text(f"{branch['id']} {clean(branch['label'])}", "bold")
        return topic.append(f" {branch['share']:.1%}", "not bold dim")
    name = clean(branch["labels"][language()])
    return Text(say("pair", name=f"{branch['height']:.2f}", value=name), "dim")


def metrics(console: Console, figures: Mapping[str, float]) -> None:
    made = table(say("metric"), say("value"), right=(1,))
    for name, value in figures.items():
        made.add_row(name, f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3f}")
    console.print(made)


def inferred(
    console: Console, documents: Sequence[Mapping[str, Any]], labels: Mapping[int, str]
) -> None:
    made = table(say("document"), say("topic"), say("weight"), say("label"), right=(1, 2), wide=3)
    for found in documents:
        best = found["topics"][0]["weight"] if found["topics"] else 0.0
        name = clean(labels.get(found["topic"], ""))
        made.add_row(Text(clean(found["id"])), str(found["topic"]), f"{best:.0%}", Text(name))
    console.print(made)
