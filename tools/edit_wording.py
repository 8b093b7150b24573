"""What a change of the topics did, in English and Chinese: the same sentences in the chat, on the
command line and for a Llama. They read the JSON of :class:`topicllama.tools.results.EditResult`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Result = Mapping[str, Any]
Show = Callable[[str], str]
_MOST_TOPICS = 3  # that a sentence tells of
_MOST_WORDS = 8

# figure: (name in English, in Chinese, how it is written)
_FIGURES = (
    ("npmi", "coherence", "连贯度", "{:.3f}"),
    ("diversity", "diversity", "多样性", "{:.2f}"),
    ("coverage", "documents covered", "覆盖率", "{:.0%}"),
    ("perplexity", "perplexity", "困惑度", "{:,.0f}"),
)


def figures(result: Result, language: str) -> str:
    """One sentence: what changed of the figures, and the sizes of the topics that it touched."""
    before, after = result.get("before") or {}, result.get("after") or {}
    if nothing_done(result):
        return ""
    measured = [
        (name, before[name], after[name])
        for name, *_ in _FIGURES
        if name in before and name in after and _comparable(name, before, after)
    ]
    moved = [_moved(*figure, language) for figure in measured if _differs(*figure)]
    sizes = _sizes(before.get("topics") or [], after.get("topics") or [], language)
    if not moved and not sizes:
        return (
            _say(language, "The figures stay as they were.", "各项指标不变。") if measured else ""
        )
    if not moved and measured:
        moved = [_say(language, "the figures stay", "各项指标不变")]
    told = _say(language, ", ", "，").join(moved)
    text = _say(language, "; ", "；").join(part for part in (told, *sizes) if part)
    return text[0].upper() + text[1:] + _say(language, ".", "。")


def _comparable(name: str, before: Result, after: Result) -> bool:
    """With other words the rest are easier or harder to guess, whatever the topics are."""
    return name != "perplexity" or before.get("vocabulary") == after.get("vocabulary")


def _moved(name: str, before: float, after: float, language: str) -> str:
    _, english, chinese, form = next(row for row in _FIGURES if row[0] == name)
    return f"{_say(language, english, chinese)} {form.format(before)} → {form.format(after)}"


def _differs(name: str, before: float, after: float) -> bool:
    form = next(row[3] for row in _FIGURES if row[0] == name)
    return form.format(before) != form.format(after)


def _sizes(before: Sequence[Result], after: Sequence[Result], language: str) -> list[str]:
    """The sizes of the touched topics that are there after it, those that moved most first."""
    old = {topic["id"]: topic for topic in before}
    moves = [(topic, old.get(topic["id"])) for topic in after]
    moves = [
        (new, was) for new, was in moves if was is None or was["documents"] != new["documents"]
    ]
    moves.sort(key=lambda pair: -abs(pair[0]["share"] - (pair[1]["share"] if pair[1] else 0)))
    return [_size(new, was, language) for new, was in moves[:_MOST_TOPICS]]


def _size(new: Result, was: Result | None, language: str) -> str:
    name = _say(language, f"topic {new['id']}: ", f"主题 {new['id']}：")
    unit = _say(language, " document" if new["documents"] == 1 else " documents", " 篇")
    if was is None:
        return f"{name}{new['documents']:,}{unit}{_aside(_percent(new['share']), language)}"
    share, now = _percent(was["share"]), _percent(new["share"])
    shares = now if share == now else f"{share} → {now}"
    return f"{name}{was['documents']:,} → {new['documents']:,}{unit}{_aside(shares, language)}"


def _aside(text: str, language: str) -> str:
    return _say(language, f" ({text})", f"（{text}）")


def head(result: Result, language: str, show: Show, strong: Show) -> str:
    """One sentence: what was done, or would be. ``show`` makes a text of the corpus safe to show,
    ``strong`` marks a label."""
    words = _Words(result, language, show, strong)
    done: dict[str, Callable[[], str]] = {
        "merge": words.merged, "split": words.parted, "rename": words.renamed,
        "delete": words.deleted, "noise": words.marked, "update": words.updated,
        "undo": words.undone,
    }  # fmt: skip
    return done[str(result["action"])]()


class _Words:
    def __init__(self, result: Result, language: str, show: Show, strong: Show) -> None:
        self.result, self.language, self.show, self.strong = result, language, show, strong
        self.preview = bool(result.get("preview"))
        self.named = [int(number) for number in result.get("changed") or ()]
        self.topics = {int(topic["id"]): topic for topic in result.get("topics") or ()}

    def say(self, english: str, would: str, chinese: str, would_zh: str) -> str:
        done, preview = _say(self.language, english, chinese), _say(self.language, would, would_zh)
        return preview if self.preview else done

    def label(self, number: int) -> str:
        topic = self.topics.get(number)
        if topic is None:
            return ""
        labels = {} if topic.get("label_source") == "person" else topic.get("labels") or {}
        return self.strong(self.show(str(labels.get(self.language) or topic["label"])))

    def listed(self, parts: Sequence[str]) -> str:
        if len(parts) < 2:
            return "".join(parts)
        *others, end = parts
        left, right = " " * others[-1][-1:].isdigit(), " " * end[:1].isdigit()  # beside a number
        last = _say(self.language, " and ", f"{left}和{right}")
        return _say(self.language, ", ", "、").join(others) + last + end

    def merged(self) -> str:
        ids, first = self.listed([str(n) for n in sorted(self.named)]), min(self.named)
        name = self.label(first)
        return self.say(
            f"Topics {ids} are now one topic, {first}: {name}.",
            f"Topics {ids} would be one topic, {first}: {name}.",
            f"主题 {ids} 已合并为主题 {first}：{name}。",
            f"主题 {ids} 会合并为主题 {first}：{name}。",
        )

    def parted(self) -> str:
        first = min(self.named)
        old = {topic["id"] for topic in (self.result.get("before") or {}).get("topics") or ()}
        new = [topic for topic in (self.result.get("after") or {}).get("topics") or ()
               if topic["id"] not in old]  # fmt: skip
        numbers = [first, *(int(topic["id"]) for topic in new)]
        parts = self.listed([f"{n} ({self.label(n)})" for n in numbers])
        chinese = self.listed([f"{n}（{self.label(n)}）" for n in numbers])
        return self.say(
            f"Topic {first} is split into {parts}.",
            f"Topic {first} would be split into {parts}.",
            f"主题 {first} 已拆分为 {chinese}。",
            f"主题 {first} 会拆分为 {chinese}。",
        )

    def renamed(self) -> str:
        first = min(self.named)
        name = self.label(first)
        return self.say(
            f"Topic {first} is now called {name}.",
            f"Topic {first} would be called {name}.",
            f"主题 {first} 现在叫{_quoted(name)}。",
            f"主题 {first} 会改叫{_quoted(name)}。",
        )

    def deleted(self) -> str:
        ids = self.listed([str(n) for n in self.named])
        return self.say(
            f"Topic {ids} is deleted; its documents stay, in the topics next to them.",
            f"Topic {ids} would be deleted; its documents would stay, in the topics next to them.",
            f"主题 {ids} 已删除；它的文档还在，归入了相近的主题。",
            f"主题 {ids} 会被删除；它的文档还在，会归入相近的主题。",
        )

    def marked(self) -> str:
        words = self.words("words")
        several = len(self.result.get("words") or ()) > 1
        now = f"{'are' if several else 'is'} noise now: the topics are made without"
        would = "would be noise: the topics would be made without"
        them = "them" if several else "it"
        return (
            self.say(
                f"{words} {now} {them}.",
                f"{words} {would} {them}.",
                f"{words}已设为噪音词，主题不再使用。",
                f"{words}会设为噪音词，主题将不再使用。",
            )
            + self._beside()
        )

    def _beside(self) -> str:
        """What else is to be known about noise words."""
        told = []
        if self.result.get("unknown"):
            words = self.words("unknown")
            told.append(_say(self.language, f"No topic knows {words}.", f"没有主题含有{words}。"))
        if self.result.get("phrases"):
            words = self.words("phrases")
            told.append(_say(
                self.language, f"Phrases with it stay until they are named: {words}.",
                f"含有它的短语会保留，除非也点名：{words}。",
            ))  # fmt: skip
        return "".join(_say(self.language, " ", "") + sentence for sentence in told)

    def words(self, key: str) -> str:
        shown = [f"“{self.show(word)}”" for word in (self.result.get(key) or ())[:_MOST_WORDS]]
        return self.listed(shown)

    def updated(self) -> str:
        added, removed = int(self.result.get("added") or 0), int(self.result.get("removed") or 0)
        if nothing_done(self.result):
            return _say(self.language, "The topics have all documents already.",
                        "主题已包含全部文档。")  # fmt: skip
        parts = []
        if added:
            new = "1 new document" if added == 1 else f"{added:,} new documents"
            verb = "is in" if added == 1 else "are in"
            parts.append(self.say(f"{new} {verb} the topics now", f"{new} would join the topics",
                                  f"已把 {added:,} 篇新文档算进主题",
                                  f"会把 {added:,} 篇新文档算进主题"))  # fmt: skip
        if removed:
            gone = "1 document that is gone" if removed == 1 else f"{removed:,} that are gone"
            verb = "has left" if removed == 1 else "have left"
            parts.append(self.say(f"{gone} {verb} them", f"{gone} would leave them",
                                  f"已移出 {removed:,} 篇不在语料中的文档",
                                  f"会移出 {removed:,} 篇不在语料中的文档"))  # fmt: skip
        text = _say(self.language, ", ", "，").join(parts)
        return text + _say(self.language, "; ids and names stay.", "；编号和名称不变。")

    def undone(self) -> str:
        return self.say(
            "The last change is undone.", "The last change would be undone.",
            "上一步修改已撤销。", "上一步修改会被撤销。",
        )  # fmt: skip


def fit_in_words(result: Result, language: str) -> str:
    """One sentence or two: how well the topics fit the new documents, and advice if badly."""
    found = result.get("fit") or {}
    if not found or not result.get("added"):
        return ""
    share = {name: f"{float(found[name]):.0%}" for name in found if name != "good"}
    told = _say(
        language,
        f"The topics knew {share['known']} of the words of a new document (of one like the old "
        f"ones {share['known_before']}), and its main topic makes up {share['weight']} of it "
        f"({share['weight_before']}).",
        f"新文档的词语平均有 {share['known']} 是原有主题认识的（与旧文档同类的应为 "
        f"{share['known_before']}），主要主题平均占 {share['weight']}"
        f"（应为 {share['weight_before']}）。",
    )
    if found.get("good", True):
        return told
    return told + _say(
        language, " They are about something else: train again to give them their own topics.",
        "它们讲的是别的内容：建议重新训练，让它们有自己的主题。",
    )  # fmt: skip


def nothing_done(result: Result) -> bool:
    """Whether it was an update that found nothing to fold in."""
    return result["action"] == "update" and not (result.get("added") or result.get("removed"))


def unchanged(language: str) -> str:
    """What ends a preview."""
    return _say(
        language, "This is a preview: nothing has been changed.", "这只是预览，没有任何改动。"
    )


def _say(language: str, english: str, chinese: str) -> str:
    return chinese if language == "zh" else english


def _quoted(text: str) -> str:
    return f"“{text}”"


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.095 or share == 0 else f"{share:.1%}"
