"""Lines of Chinese on the terminal."""

from __future__ import annotations

import io

from rich.cells import cell_len
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from topicllama.ui.cli_wrap import Terminal, line_starts

PROSE = (
    "主题 1“电池与车主”讲的是车主、电池、电动车、充电、续航和驰原汽车（共有的词：手机）。它占全部"
    "文本的 24.7%，是 10 篇文档的主要主题，用 MiniLM 计算。"
)


def printed(renderable: object, width: int) -> list[str]:
    stream = io.StringIO()
    Terminal(file=stream, highlight=False, width=width).print(renderable)
    return [line.rstrip() for line in stream.getvalue().splitlines()]


def test_lines_are_full_and_begin_with_no_comma() -> None:
    for width in range(12, 90, 3):
        for lines in (printed(Text(PROSE), width), printed(Markdown(PROSE), width)):
            assert "".join(lines).replace(" ", "") == PROSE.replace(" ", "")
            assert all(cell_len(line) <= width for line in lines)
            assert all(cell_len(line) > width - 8 for line in lines[:-1])
            assert not any(line[0] in "、。，：”）%" for line in lines)
            assert not any(line[-1] in "“（" for line in lines)


def test_numbers_and_words_stay_whole() -> None:
    for width in range(12, 90, 3):
        text = "\n".join(printed(Text(PROSE), width))
        assert "24.7%" in text and "MiniLM" in text


def test_what_has_line_breaks_or_no_chinese_is_left_to_rich() -> None:
    assert line_starts("一二三\n四五六", 6) == []
    assert line_starts("一二三四\n五六", 6) == [3]
    assert printed(Text("one two three"), 8) == ["one two", "three"]
    assert printed(Text("x" * 20 + "好"), 8) == ["x" * 8, "x" * 8, "xxxx", "好"]


def test_keywords_of_a_table_stay_whole() -> None:
    shown = Table.grid()
    shown.add_row(Text("工资, 反对党, 选举", overflow="fold"))
    assert printed(shown, 16) == ["工资, 反对党,", "选举"]


def test_marks_stay_on_their_words() -> None:
    text = Text("电动车的电池能跑多远")
    text.stylize("bold", 3, 6)  # over the end of a line
    stream = io.StringIO()
    Terminal(file=stream, force_terminal=True, color_system="standard", width=10).print(text)
    assert stream.getvalue() == (
        "电动车\x1b[1m的电\x1b[0m\n\x1b[1m池\x1b[0m能跑多远\n"
    )  # fmt: skip
