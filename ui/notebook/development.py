"""Topics over time, as a notebook shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...tools.results import AnalysisResult
from ...tools.svg_charts import trend_svg
from .. import cli_figures, cli_text
from ..cli_output import listed
from . import html, tables
from .shown import as_text
from .words import Language, say

if TYPE_CHECKING:
    import pandas as pd

_HIGHEST = 24  # topics whose development is drawn


@dataclass(frozen=True, repr=False)
class Trends:
    """Shares of topics over time; ``data`` has all figures under the names of docs/cli.md."""

    result: AnalysisResult
    labels: Mapping[int, str]
    language: Language

    @property
    def data(self) -> dict[str, Any]:
        return self.result.data

    @property
    def rising(self) -> list[int]:
        """Ids of the topics that clearly rise, the fastest first."""
        return [one["topic"] for one in self.data["rising"]]

    @property
    def falling(self) -> list[int]:
        """Ids of the topics that clearly fall, the fastest first."""
        return [one["topic"] for one in self.data["falling"]]

    @property
    def bursts(self) -> list[dict[str, Any]]:
        """Times in which a topic is clearly larger than before: topic, start, peak, end, words."""
        found: list[dict[str, Any]] = self.data["bursts"]
        return found

    def table(self) -> pd.DataFrame:
        """Periods × topics: each topic's share of a period."""
        return tables.trend_table(self.data)

    def __repr__(self) -> str:
        return as_text(self.language, lambda c: cli_figures.trends(c, self.result, self.labels))

    def _repr_html_(self) -> str:
        data, lang = self.data, self.language
        if data.get("moment"):
            return html.page(lang, *self._moment(data["moment"]), *self._bursts())
        periods = data["periods"]
        head = say("over_time", lang, first=periods[0], last=periods[-1]) if periods else ""
        lines = [self._line(key) for key in ("rising", "falling")]
        if data["undated"]:
            lines.append(html.paragraph(say("undated", lang, n=data["undated"]), "quiet"))
        return html.page(
            lang, html.paragraph(head, "head"), self._developments(), *lines, *self._bursts()
        )

    def _moment(self, moment: Mapping[str, Any]) -> Iterator[str]:
        """What was hot in the time that was asked for, as the command line says it."""
        with cli_text.speaking(self.language):
            yield html.paragraph(cli_figures.time_of(moment), "head")
            if moment["topics"]:
                rows = [
                    (f"{html.dot(one['topic'])}{html.words(self._name(one['topic']))}",
                     f"{one['share']:.1%}", f"{one['elsewhere']:.1%}")
                    for one in moment["topics"]
                ]  # fmt: skip
                heads = [cli_text.say(key) for key in ("label", "then", "otherwise")]
                yield html.table(heads, rows, numbers=(1, 2))
            else:
                yield html.paragraph(cli_text.say("no_topic_then"))
            if moment["words"]:
                value = listed(moment["words"])
                name = cli_text.say("words_then")
                yield html.paragraph(say("pair", self.language, name=name, value=value))

    def _developments(self) -> str:
        periods, series = self.data["periods"], self.data["series"][:_HIGHEST]
        if not periods:
            return ""
        values = [one.get("smoothed") or one["shares"] for one in series]
        top = max(map(max, values), default=0.0)
        rows = [
            (f"{html.dot(one['topic'])}{html.words(self._name(one['topic']))}",
             trend_svg(one["topic"], shown, periods, top, self._name(one["topic"])),
             f"{one['shares'][-1]:.0%}")
            for one, shown in zip(series, values, strict=True)
        ]  # fmt: skip
        heads = (say("topic", self.language), "", str(periods[-1]))
        return f'<div class="narrow">{html.table(heads, rows, numbers=(2,))}</div>'

    def _name(self, topic: int) -> str:
        return say("topic_named", self.language, id=topic, label=self.labels.get(topic, ""))

    def _line(self, key: str) -> str:
        names = say("comma", self.language).join(self._name(one["topic"]) for one in self.data[key])
        if not names:
            return ""
        return html.paragraph(say("pair", self.language, name=say(key, self.language), value=names))

    def _bursts(self) -> list[str]:
        said = []
        for burst in self.bursts[:_HIGHEST]:
            when = burst["start"]
            if burst["end"] != when:
                when = f"{when} – {burst['end']}"
            words = say("comma", self.language).join(burst["words"][:5])
            topic = self._name(burst["topic"])
            name = say("burst", self.language, when=when, topic=topic)
            said.append(html.paragraph(say("pair", self.language, name=name, value=words)))
        return said
