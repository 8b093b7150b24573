"""What models and documents say must show as text: nothing of it may run, load or imitate."""

import re

import pytest

from topicllama.ui.page_html import answer, inline, typed, untyped

DESCRIBE = "Open source {number}: {title}"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<button name="allow" value="x">ok</button>',
        "`code` <svg/onload=alert(1)>",
        "```\n<iframe src=//evil.example>",
        "`` ` `` <b>bold</b>",
    ],
)
def test_no_tag_survives(text: str) -> None:
    assert not re.search(r"<[A-Za-z/!?]", answer(text, 0, {}, DESCRIBE))


@pytest.mark.parametrize(
    "text",
    [
        "![pixel](http://evil.example/p.png)",
        "`![pixel](http://evil.example/p.png)",
        "![pixel][1]\n\n[1]: http://evil.example/p.png",
    ],
)
def test_no_image_loads(text: str) -> None:
    assert "![" not in answer(text, 0, {}, DESCRIBE)


def test_links_only_lead_to_the_web() -> None:
    text = "[a](javascript:alert(1)) [b](https://example.org) [c](data:text/html,x)"
    shown = answer(text, 0, {}, DESCRIBE)
    assert "javascript:" not in shown
    assert "data:" not in shown
    assert "[b] (https://example.org)" in shown, "its address is what is clicked"


def test_citations_become_buttons() -> None:
    titles = {1: 'Fires "near" <Sydney>', 2: "Rain"}
    shown = answer("Fires [1][2], see [9] and `[1]`.", 3, titles, DESCRIBE)
    assert re.findall(r'value="(\d+:\d+)"', shown) == ["3:1", "3:2"]
    assert "&lt;Sydney&gt;" in shown
    assert "[9]" in shown, "a number that no passage has stays text"
    assert "`[1]`" in shown, "code stays as it is"


def test_markdown_of_an_answer_stays() -> None:
    text = "**Two** topics:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`x = 1 < 2`"
    assert answer(text, 0, {}, DESCRIBE) == text


def test_titles_are_inert_inside_markdown() -> None:
    assert "*" not in inline("*a* [b](c) `d`")
    assert "[" not in inline("[b](c)")


def test_typed_text_comes_back_when_it_is_edited() -> None:
    text = "what is <b>this</b> ![x](y)?"
    assert "<b" not in typed(text)
    assert untyped(typed(text)) == text
