"""What people see: widths in both languages, highlights, and nothing that steers a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from rich.cells import cell_len
from rich.console import Console

from topicllama.agent.events import Answer, Citation, TextDelta, ToolFinished, ToolProgress
from topicllama.tools.documents import LoadIssue, LoadReport
from topicllama.tools.results import (
    AnalysisResult,
    Hit,
    Recommendation,
    RecommendResult,
    SearchResult,
    TopicInfo,
    TopicPassage,
    TopicsResult,
)
from topicllama.ui import cli_figures, cli_output, cli_recommend, cli_stream, cli_topics
from topicllama.ui.cli_text import use_language

WORDS = {
    "en": ["bushfire", "firefighter", "sydney", "hectare", "wind", "weather", "smoke", "road"],
    "zh": ["新能源汽车", "充电桩", "电池", "续航里程", "补贴政策", "销量", "自动驾驶", "厂商"],
}
LABELS = {
    "en": "Bushfires in New South Wales and the weather",
    "zh": "新能源汽车与充电基础设施建设",
}


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


def printed(show: Callable[[Console], None], *, terminal: bool = False) -> str:
    stream = io.StringIO()
    show(Console(file=stream, width=80, highlight=False, force_terminal=terminal,
                 color_system="standard" if terminal else None))  # fmt: skip
    return stream.getvalue()


def topics(language: str) -> list[TopicInfo]:
    return [TopicInfo(n, LABELS[language], "keywords", "", WORDS[language], 0.125, 1234)
            for n in (0, 7, 12)]  # fmt: skip


def fits(text: str) -> bool:
    return all(cell_len(line) <= 80 for line in text.splitlines())


def test_the_table_of_topics_fits_80_columns(language: str) -> None:
    text = printed(lambda c: cli_topics.topics(c, TopicsResult(topics(language))))
    assert fits(text)
    assert "12.5%" in text
    assert "1234" in text
    rows = [line for line in text.splitlines() if "12.5%" in line]
    assert len(rows) == 3
    # The columns stand under each other: the share begins in the same cell in every row.
    assert len({cell_len(line[: line.index("12.5%")]) for line in rows}) == 1


def test_one_topic(language: str) -> None:
    shown = TopicPassage("d1", "A title", "the passage " * 60, 0.8)
    result = TopicsResult(topics(language)[:1], "An explanation.", [shown], distinctive=["apart"])
    text = printed(lambda c: cli_topics.one_topic(c, result))
    assert fits(text)
    assert "An explanation." in text
    assert "A title (d1, 80%)" in text


def test_load_says_what_was_guessed_and_what_was_rejected(language: str) -> None:
    rejected = [LoadIssue("bad.csv", n, "no text") for n in range(1, 15)]
    report = LoadReport(documents=3, added=2, duplicates=1, empty=4, languages={"zh": 2, "en": 1},
                        columns={"text": "正文", "date": "日期"}, rejected=rejected)  # fmt: skip
    text = printed(lambda c: cli_output.loaded(c, report))
    assert "bad.csv:1: no text" in text
    assert "正文" in text
    assert "日期" in text
    assert "bad.csv:14" not in text
    assert "4" in text.split("bad.csv:10: no text")[1]


def hit(passage: str, matches: list[tuple[int, int]], title: str = "Title") -> Hit:
    return Hit("d1", title, passage, 0.5, {}, 3, "2003-05", topic_label="fires", matches=matches)


def test_one_document_is_one_document() -> None:
    use_language("en")
    report = LoadReport(documents=1, added=1, duplicates=1, empty=1)
    assert printed(lambda c: cli_output.loaded(c, report)).splitlines()[:3] == [
        "1 document added, 1 in the workspace.",
        "1 duplicate left out.",
        "1 empty one left out.",
    ]


def test_matched_words_are_highlighted() -> None:
    result = SearchResult([hit("the wind and the fire", [(4, 8), (17, 21)])], 1.0, total=1)
    text = printed(lambda c: cli_output.hits(c, result), terminal=True)
    assert "\x1b[1;33mwind\x1b[0m" in text
    assert "\x1b[1;33mfire\x1b[0m" in text
    assert "2003-05" in text


def test_a_long_passage_is_cut_around_its_first_match() -> None:
    passage = "early " * 200 + "needle" + " late" * 200
    text = cli_output.highlighted(hit(passage, [(1200, 1206)]))
    assert "needle" in text.plain
    assert len(text) < 400
    assert text.plain.startswith("…")
    assert text.plain.endswith("…")
    assert [text.plain[s.start : s.end] for s in text.spans] == ["needle"]


ESCAPE = "\x1b]0;owned\x07\x1b[2J\u202egnp.exe\x9b31m"


def test_a_document_cannot_steer_the_terminal() -> None:
    found = SearchResult([hit(ESCAPE, [], title=ESCAPE)], 1.0, total=1)
    cited = Answer(f"answer {ESCAPE}", "guide", "en", citations=[Citation(1, "d", ESCAPE, ESCAPE)])
    named = [TopicInfo(0, ESCAPE, "person", "", [ESCAPE], 1.0, 1)]
    shown = TopicsResult(named, ESCAPE, [TopicPassage(ESCAPE, ESCAPE, ESCAPE, 1.0)])
    outputs = [
        printed(lambda c: cli_output.hits(c, found)),
        printed(lambda c: cli_output.answer(c, cited, text=True)),
        printed(lambda c: cli_topics.topics(c, TopicsResult(named))),
        printed(lambda c: cli_topics.one_topic(c, shown)),
    ]
    for text in outputs:
        assert not set(text) & set("\x1b\x07\x9b\u202e")


def test_a_link_in_an_answer_stands_with_its_address() -> None:
    said = Answer(
        "Click [here](https://evil.example/?q=1) ![x](https://evil.example/p.png)", "guide", "en"
    )
    shown = printed(lambda c: cli_output.answer(c, said, text=True), terminal=True)
    assert "https://evil.example/?q=1" in shown and "\x1b]8" not in shown


def test_markup_in_a_document_is_text() -> None:
    result = SearchResult([hit("[bold red]not markup[/] [/x]", [], "[link=x]y[/link]")], 1.0)
    text = printed(lambda c: cli_output.hits(c, result))
    assert "[bold red]not markup[/] [/x]" in text
    assert "[link=x]y[/link]" in text


def test_sources_are_a_numbered_list(language: str) -> None:
    cited = [Citation(1, "a", "quote one", "First", "2001"), Citation(2, "b", "quote two")]
    said = Answer("Text [1][2].", "guide", language, citations=cited)
    text = printed(lambda c: cli_output.answer(c, said, text=True))
    assert "[1] First, 2001" in text
    assert "[2] b" in text
    without = printed(lambda c: cli_output.answer(c, said, text=False))
    assert "Text [1]" not in without


def test_why_a_document_is_recommended(language: str) -> None:
    because = {"topic": 2, "topic_label": "fires", "share": 0.6, "words": ["wind", "smoke"]}
    found = Recommendation("d", "Title", 0.5, "An English sentence.", 2, because=because)
    text = printed(lambda c: cli_recommend.recommendations(c, RecommendResult([found])))
    assert "60%" in text
    assert {"en": "wind and smoke", "zh": "wind、smoke"}[language] in " ".join(text.split())
    assert ("它还提到" in text) == (language == "zh")


def test_bars_of_a_development() -> None:
    assert cli_figures.spark([0, 1, 2]) == "▁▅█"
    assert cli_figures.spark([]) == ""
    assert cli_figures.spark([0.0, 0.0]) == "▁▁"
    assert len(cli_figures.spark([float(n) for n in range(100)])) == 24


def test_trends_fit_80_columns(language: str) -> None:
    data = {
        "periods": [f"20{n:02}" for n in range(30)],
        "series": [{"topic": 0, "shares": [n / 30 for n in range(30)]}],
        "rising": [0], "falling": [], "undated": 2,
        "bursts": [{"topic": 0, "start": "2001", "peak": "2002", "end": "2003",
                    "words": WORDS[language], "documents": ["d"]}],
    }  # fmt: skip
    result = AnalysisResult("trends", data)
    text = printed(lambda c: cli_figures.trends(c, result, {0: LABELS[language]}))
    assert fits(text)
    assert "▁" in text


@pytest.mark.parametrize("before", ["", "A first paragraph.\n\n"])
def test_what_a_check_took_out_does_not_stay_on_the_terminal(
    capsys: pytest.CaptureFixture[str], before: str
) -> None:
    with cli_stream.Live(True) as shown:
        shown.event(TextDelta(f"{before}It says “an invented thing”. It is so."))
        shown.event(Answer(f"{before}It is so.", "ollama:llama3.2", "en", dropped_quotes=["…"]))
    *_, last = capsys.readouterr().out.split("the answer is:")
    assert "invented" not in last and last.count("It is so.") == 1
    assert ("first paragraph" in last) == bool(before)


def test_a_notice_of_the_check_is_added_to_what_streamed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = Answer("99 houses.\n\n⚠ 99", "ollama:llama3.2", "en", unverified_numbers=["99"])
    with cli_stream.Live(True) as shown:
        shown.event(TextDelta("99 houses."))
        shown.event(said)
    out = capsys.readouterr().out
    assert out.count("99 houses.") == 1 and out.count("⚠ 99") == 1


def test_an_answer_streams_by_the_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    pieces = ["First ", "para", "graph.\n\nSecond", " one.\n\n```\ncode\n\nmore\n```\n", "end"]
    with cli_stream.Live(True) as shown:
        for piece in pieces:
            shown.event(TextDelta(piece))
        shown.event(ToolProgress("1", "train", 1, 2))
        shown.event(ToolFinished("1", "train_topics", {}, 1.0))
    out = capsys.readouterr().out
    for part in ("First paragraph.", "Second one.", "code", "more", "end"):
        assert out.count(part) == 1
    assert "```" not in out
