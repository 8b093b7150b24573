"""What asking a Llama about short texts will cost, said before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .augment_cache import ReplyCache
from .augment_llama import TOKENS_A_SENTENCE, Asked
from .passages import width
from .sharing import Server

# Assumed of a model that has not written yet: a 3B model on a laptop's processor.
_WRITES, _READS = 15.0, 150.0  # tokens a second
_FRAME = 20  # tokens of JSON around the sentences
_UNITS = ((3600, "hour", "小时"), (60, "minute", "分钟"), (1, "second", "秒"))


@dataclass(frozen=True, slots=True)
class Budget:
    """``calls`` to come (``known`` replies are there already) about ``texts`` short texts;
    estimated ``tokens_in`` and ``tokens_out``; ``seconds`` of wall clock, with ``at_once`` calls at
    a time, either "measured" on replies of this model or "assumed" (``basis``)."""

    model: str = ""
    texts: int = 0
    calls: int = 0
    known: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    at_once: int = 1
    basis: str = "assumed"

    def sentence(self, language: str) -> str:
        """What people are shown before they say yes."""
        chinese = language == "zh"
        if not self.calls:
            return (
                f"{self.model} 的回复都已保存（{self.known:,} 条），不需要再提问。"
                if chinese
                else f"All {self.known:,} replies of {self.model} are there: nothing is asked."
            )
        long, how = _duration(self.seconds, chinese), self._how(chinese)
        if chinese:
            kept = f"（另有 {self.known:,} 条回复已保存）" if self.known else ""
            return (
                f"将就 {self.texts:,} 篇短文本向 {self.model} 提问 {self.calls:,} 次{kept}：约读入 "
                f"{self.tokens_in:,}、写出 {self.tokens_out:,} 个词元，约需{long}（{how}）。"
            )
        kept = f" ({self.known:,} replies are there already)" if self.known else ""
        times = "once" if self.calls == 1 else f"{self.calls:,} times"
        return (
            f"{self.model} is asked {times} about {self.texts:,} short texts{kept}: about "
            f"{self.tokens_in:,} tokens to read and {self.tokens_out:,} to write, "
            f"about {long} ({how})."
        )

    def _how(self, chinese: bool) -> str:
        if self.basis == "measured":
            return "按此前回复的实测速度" if chinese else "measured on its earlier replies"
        return (
            f"假定每秒写 {_WRITES:.0f} 个词元" if chinese
            else f"assuming {_WRITES:.0f} tokens a second"
        )  # fmt: skip


def estimate(
    questions: Sequence[Asked], sentences: int, cache: ReplyCache, servers: Sequence[Server]
) -> Budget:
    """The budget of the questions that the cache has no reply to. Each of the servers is assumed
    to write one reply at a time; measured times hold the waiting for each other."""
    known = cache.get([asked.prompt for asked in questions])
    missing = [asked for asked in questions if asked.prompt not in known]
    read = round(sum(width(asked.prompt) for asked in missing))
    written = len(missing) * (sentences * TOKENS_A_SENTENCE + _FRAME)
    each, at_once = cache.seconds(), sum(server.slots for server in servers)
    if each is None:
        seconds = (written / _WRITES + read / _READS) / len(servers)
    else:
        seconds = each * len(missing) / min(at_once, max(len(missing), 1))
    return Budget(
        cache.model, sum(len(asked.rows) for asked in questions), len(missing), len(known),
        read, written, round(seconds, 1), at_once, "assumed" if each is None else "measured",
    )  # fmt: skip


def _duration(seconds: float, chinese: bool) -> str:
    for size, english, name in _UNITS:
        number = max(1, round(seconds / size))
        if seconds >= 1.5 * size or size == 1:
            return f" {number:,} {name}" if chinese else f"{number:,} {english}{'s'[: number - 1]}"
    return ""
