"""Prompts: both languages, the same variables, and no variable too few or too many."""

from __future__ import annotations

import pytest

from topicllama import prompts
from topicllama.prompts import LANGUAGES, names, prompt, template


def test_every_prompt_has_both_languages_with_the_same_variables() -> None:
    assert {"system", "small_talk", "topic_label"} <= set(names())
    for name in names():
        english, chinese = (template(name, language) for language in LANGUAGES)
        assert english.is_valid() and chinese.is_valid()
        assert set(english.get_identifiers()) == set(chinese.get_identifiers()), name


def test_variables_are_filled_and_their_dollars_left_alone() -> None:
    text = prompt("system", "en", facts="It costs $5 and ${facts}.")
    assert "It costs $5 and ${facts}." in text


@pytest.mark.parametrize("variables", [{}, {"facts": 1, "more": 2}, {"fact": 1}])
def test_a_wrong_variable_raises(variables: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="missing|unused"):
        prompt("system", "en", **variables)


def test_an_unknown_prompt_raises() -> None:
    with pytest.raises(ValueError, match="no prompt"):
        prompt("nosuch", "en")
    with pytest.raises(ValueError, match="no prompt"):
        prompt("system", "fr")


def test_the_documentation_names_every_prompt() -> None:
    from pathlib import Path

    page = (Path(__file__).parent.parent / "docs" / "prompts.md").read_text("utf-8")
    assert all(f"`{name}`" in page for name in prompts.names())
