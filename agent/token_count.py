"""How many tokens a prompt has for one model, learnt from what its server counted.

Nothing but the server knows a model's tokenizer. Until it has counted a prompt the estimate is
from above; after that it follows the counts, for wide characters (Chinese) and others apart,
because tokenizers differ most in these: one token for 1.5 Chinese characters in Llama 3, two
tokens for one in Llama 2.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
PER_MESSAGE = 6  # tokens that a template puts around a message
WITH_TOOLS = 120  # and what it says about tools (measured: 90 to 110)
# Tokens for a character, before anything was counted (Llama 3 on English news: 0.21).
_WIDE_FIRST, _OTHER_FIRST = 1.0, 1 / 3.5
_KEPT = 12  # counts that are looked back on
_TRUST = 0.05  # weight of the first estimate beside one count
_MARGIN = 1.03


@dataclass(frozen=True, slots=True)
class Size:
    """What of a prompt makes tokens: wide characters, other characters, and the template's own."""

    wide: int = 0
    other: int = 0
    fixed: int = 0

    def __add__(self, more: Size) -> Size:
        return Size(self.wide + more.wide, self.other + more.other, self.fixed + more.fixed)


def size_of(text: str, fixed: int = 0) -> Size:
    wide = len(_WIDE.findall(text))
    return Size(wide, len(text) - wide, fixed)


class TokenCounter:
    """Counts for one model. Threads may share it."""

    def __init__(self) -> None:
        self._wide, self._other = _WIDE_FIRST, _OTHER_FIRST
        self._seen: deque[tuple[Size, int]] = deque(maxlen=_KEPT)

    def tokens(self, size: Size) -> int:
        return int(size.wide * self._wide + size.other * self._other) + size.fixed + 1

    def text(self, text: str) -> int:
        return self.tokens(size_of(text))

    def learn(self, sent: Size, counted: int, num_ctx: int) -> None:
        """The server counted ``counted`` tokens in a prompt. A count that fills the context means
        at least so many. One that no tokenizer explains (older servers leave out what they had
        cached) is not believed."""
        left = counted - sent.fixed
        expected = sent.wide * _WIDE_FIRST + sent.other * _OTHER_FIRST
        if not 0.4 * expected < left < 4 * expected:
            return
        if num_ctx and counted >= num_ctx:
            left = max(int(1.2 * left), self.tokens(sent) - sent.fixed)
        self._seen.append((sent, left))
        self._fit(list(self._seen))

    def _fit(self, seen: list[tuple[Size, int]]) -> None:
        """Least squares of the relative errors, held near the first estimate where the counts say
        little (a ridge regression, Hoerl and Kennard 1970); then raised until no count that was
        seen lies above it."""
        ww = oo = wo = wr = orr = 0.0
        for size, counted in seen:
            w, o = size.wide / counted, size.other / counted
            ww, oo, wo, wr, orr = ww + w * w, oo + o * o, wo + w * o, wr + w, orr + o
        ww, wr = ww + _TRUST / _WIDE_FIRST**2, wr + _TRUST / _WIDE_FIRST
        oo, orr = oo + _TRUST / _OTHER_FIRST**2, orr + _TRUST / _OTHER_FIRST
        below = ww * oo - wo * wo
        wide = min(max((wr * oo - orr * wo) / below, 0.3), 4.0)
        other = min(max((orr * ww - wr * wo) / below, 0.15), 1.5)
        short = max(n / (s.wide * wide + s.other * other) for s, n in seen)
        self._wide, self._other = (_MARGIN * max(short, 1.0) * rate for rate in (wide, other))


@cache
def counter_of(model: str) -> TokenCounter:
    """The counter of a model, kept as long as the process runs."""
    return TokenCounter()


def total(sizes: Iterable[Size]) -> Size:
    return sum(sizes, Size())
