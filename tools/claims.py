"""What a language model wrote, held against what it was shown: quotations and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .number_check import Known, unverified
from .quote_removal import without
from .quotes import Shown, unsupported


@dataclass(frozen=True, slots=True)
class Checked:
    """``text`` without the quotations that were ``dropped`` (their words); ``numbers`` are those
    in it that no result has."""

    text: str
    dropped: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


def check(text: str, shown: Sequence[str], known: Known) -> Checked:
    """Drop quotations that stand in none of the texts ``shown``, and name the numbers that are
    not ``known``."""
    found = unsupported(text, Shown(shown))
    kept = without(text, found)
    return Checked(kept, [quotation.words for quotation in found], unverified(kept, known))


def notices(dropped: Sequence[str], numbers: Sequence[str], language: str) -> list[str]:
    """What the check found, a sentence each, for the end of the text."""
    said = []
    chinese = language == "zh"
    if n := len(dropped):
        english = "1 quotation was" if n == 1 else f"{n} quotations were"
        said.append(f"⚠ 已删去 {n} 处文档中没有的引文。" if chinese else
                    f"⚠ {english} left out: not in the documents.")  # fmt: skip
    if numbers:
        listed = ("、" if chinese else ", ").join(numbers)
        said.append(f"⚠ 未经核实：所有结果中都没有数字 {listed}。" if chinese else
                    f"⚠ Not verified: no result has the number{'s' * (len(numbers) > 1)} {listed}."
                    )  # fmt: skip
    return said
