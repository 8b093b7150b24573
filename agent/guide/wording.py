"""A tool's result in full sentences, English or Chinese, with its documents cited."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ...tools.chinese_messages import in_chinese
from ...tools.edit_wording import figures as figures_of
from ...tools.edit_wording import fit_in_words, head, nothing_done, unchanged
from ...tools.explain_wording import Sayings
from ...tools.recommend_wording import reason
from ...tools.results import Neighbour, TopicInfo, TopicsResult
from .answering import answer
from .errors import error_in_words
from .past import Past, Step
from .wording_figures import figures
from .wording_selection import none_in_selection, of_selection, selection
from .wording_topic_of import asks_for_topic, has_topics, topic_of
from .wording_tree import tree
from .words import Words, plain

Result = Mapping[str, Any]
_OTHER_LANGUAGE = "knows English only"  # why meaning was not used; nothing to wait for
_SHOWN_TOPICS = 40
_SHOWN_ISSUES = 3
_LONGEST_JSON = 2000


class Wording(Words):
    """Words results in ``language``. ``earlier`` is what came before this turn, so that "more"
    shows only what is new; ``brief``: no advice on what to do next, another result follows."""

    def __init__(
        self,
        language: str,
        earlier: Past | None = None,
        brief: bool = False,
    ) -> None:
        super().__init__(language)
        self.earlier, self.brief = earlier or Past(), brief

    def step(self, step: Step) -> str:
        """One finished call in words."""
        if step.error:
            return error_in_words(step.error, self.language)
        writers: dict[str, Callable[[Step], str]] = {
            "load_corpus": self._load,
            "train_topics": self._train,
            "show_topics": self._topics,
            "label_topics": self._labelled,
            "edit_topics": self._edited,
            "search_documents": self._search,
            "recommend_documents": self._recommend,
            "analyze_corpus": self._analysis,
        }
        return writers.get(step.tool, self._of_plugin)(step)

    def _of_plugin(self, step: Step) -> str:
        """What the tool of a plugin says of itself, and the documents that it found."""
        said = str(step.result.get("text") or "").strip()
        if not said:
            figures = json.dumps(dict(step.result), ensure_ascii=False, indent=1)
            said = f"```json\n{figures[:_LONGEST_JSON]}\n```"
        hits = [hit for hit in step.result.get("results") or () if hit.get("number")]
        return "\n".join([said, *(f"- {self.passage(hit)}" for hit in hits)])

    # texts -----------------------------------------------------------------------------------

    def _load(self, step: Step) -> str:
        result = step.result
        lines = [self._loaded(result)]
        lines += self._columns(result.get("columns") or {})
        issues = [*result.get("rejected", ()), *self._warnings(result)]
        lines += [self.issue(issue) for issue in issues[:_SHOWN_ISSUES]]
        if len(issues) > _SHOWN_ISSUES:
            more = len(issues) - _SHOWN_ISSUES
            lines.append(self.say(f"- and {more} more notes", f"- 另有 {more} 条提示"))
        if result.get("note") and not self.brief:  # there are topics, without these documents
            lines.append(self.say("\nThe topics do not have them yet: “include the new documents” "
                                  "folds them in, “find topics” starts anew.",
                                  "\n现有主题还不包含它们：说“把新文档也算进去”可以更新主题，"
                                  "说“找出主题”则重新开始。"))  # fmt: skip
        elif not self.brief:
            lines.append(self.say("\nNext, ask me to find topics: “find topics” or “find 8 topics”.",
                                  "\n接下来可以找主题：说“找出主题”，或“找出8个主题”。"))  # fmt: skip
        return "\n".join(lines)

    def _warnings(self, result: Result) -> list[Any]:
        """The warnings that the first sentence does not tell yet."""
        told = ("is there already", "without text")
        return [w for w in result.get("warnings", ()) if not any(t in w["message"] for t in told)]

    def _loaded(self, result: Result) -> str:
        added, total = result["added"], result["documents"]
        languages = self.languages(result.get("languages") or {})
        left_out = self._left_out(result)
        if not added:
            return self.say(
                f"Nothing new was added{left_out}. The corpus has {self.documents(total)}.",
                f"没有新增文档{left_out}。语料中共有 {total:,} 篇文档。",
            )
        return self.say(
            f"I loaded {self.documents(added)}{left_out}. The corpus now has {total:,}: {languages}.",
            f"已载入 {added:,} 篇文档{left_out}。语料中现有 {total:,} 篇：{languages}。",
        )

    def _left_out(self, result: Result) -> str:
        parts = []
        if n := result.get("duplicates"):
            parts.append(self.say(f"{n:,} duplicates", f"{n:,} 篇重复"))
        if n := result.get("empty"):
            parts.append(self.say(f"{n:,} empty", f"{n:,} 篇空白"))
        joined = self.listed(parts)
        return self.say(f" ({joined} left out)", f"（略去{joined}）") if parts else ""

    def _columns(self, columns: Mapping[str, str]) -> list[str]:
        names = {"text": "正文", "title": "标题", "date": "日期", "label": "标签", "id": "编号"}
        if not columns:
            return []
        used = [
            f"{self.say(role, names.get(role, role))} = {name}" for role, name in columns.items()
        ]
        return [self.say(f"Columns used: {', '.join(used)}.", f"使用的列：{'、'.join(used)}。")]

    # topics ----------------------------------------------------------------------------------

    def _train(self, step: Step) -> str:
        result = step.result
        n, documents = result["num_topics"], result.get("documents") or 0
        name = result["algorithm"].upper()
        noun = "topic" if n == 1 else "topics"
        head = self.say(
            f"I found {n} {noun} in {self.documents(documents)} with {name}, in "
            f"{result['seconds']:.1f} seconds.",
            f"用 {name} 在 {documents:,} 篇文档中找到 {n} 个主题，用时 {result['seconds']:.1f} 秒。",
        )
        why = self.why(result)
        lines = self.topic_lines(result.get("topics") or [])
        tail = self.say("Ask about any of them, for example “what is topic 0 about?”.",
                        "可以问其中任何一个，例如“主题0讲的是什么？”。")  # fmt: skip
        shown = self._shown_by(result.get("representative") or [])
        noise = result.get("noise") or []
        left_out = self.say(f"Left out as noise: {self.words(noise)}.",
                            f"作为噪音词略去：{self.words(noise)}。") if noise else ""  # fmt: skip
        parts = (self.run_on(head, why, left_out), "\n".join(lines), shown, tail)
        return "\n\n".join(part for part in parts if part)

    def why(self, result: Result) -> str:
        """Why there are that many topics, when nobody asked for just that number."""
        choice = result.get("choice") or {}
        if choice.get("asked") and not choice.get("limit"):
            return ""
        if self.language == "en" or not choice:
            return str(result.get("why") or "")
        from ...tools.choice import Choice
        from ...tools.wording import why

        return why(Choice.from_json(choice), self.language)

    def _topics(self, step: Step) -> str:
        topics = step.result["topics"]
        if found := step.result.get("tree"):
            names = {topic["id"]: self.label(topic) for topic in topics}
            return f"{tree(self, found, names)}\n\n{self.note(step.result)}".strip()
        if len(topics) == 1 and str(step.arguments.get("topic", "all")) != "all":
            return self._one_topic(step.result)
        first = max(topics, key=lambda topic: topic["share"])
        name = self.label(first)
        head = self.say(
            f"{self._there_are(len(topics))} in {self.documents(step.result['documents'])}. The most "
            f"common is topic {first['id']}, **{name}**, with {self.percent(first['share'])} of the "
            f"texts ({self.documents(first['documents'])}).",
            f"{step.result['documents']:,} 篇文档中有 {len(topics)} 个主题。最常见的是主题 {first['id']}"
            f"“**{name}**”，占 {self.percent(first['share'])}（{first['documents']:,} 篇）。",
        )
        lines = self.topic_lines(sorted(topics, key=lambda topic: -topic["share"]))
        shown = self._shown_by(step.result.get("representative") or [])
        return "\n\n".join(
            part for part in (head, "\n".join(lines), shown, self.note(step.result)) if part
        )

    def _there_are(self, topics: int) -> str:
        return "There is 1 topic" if topics == 1 else f"There are {topics} topics"

    def _shown_by(self, passages: list[Any]) -> str:
        if not passages:
            return ""
        head = self.say("For example, from the largest topics:", "几个大主题各举一例：")
        return "\n".join([head, *(self._example(entry) for entry in passages)])

    def _example(self, entry: Result) -> str:
        of = (
            self.say(f"topic {entry['topic']}: ", f"主题 {entry['topic']}：")
            if "topic" in entry
            else ""
        )
        return f"- {of}{self.passage(entry)}"

    def _one_topic(self, result: Result) -> str:
        topic = result["topics"][0]
        words = self.words(topic["keywords"][:8])
        head = self.say(
            f"Topic {topic['id']}, **{self.label(topic)}**, is about {words}. It makes up "
            f"{self.percent(topic['share'])} of the texts and is the main topic of "
            f"{self.documents(topic['documents'])}.",
            f"主题 {topic['id']}“**{self.label(topic)}**”讲的是{words}。它占全部文本的 "
            f"{self.percent(topic['share'])}，是 {topic['documents']:,} 篇文档的主要主题。",
        )
        more = Sayings(_explained(result), self.language)
        parts = [head, self.run_on(plain(more.apart()), plain(more.moved()))]
        if passages := result.get("representative"):
            shown = self.say("These documents show it best:", "最能代表它的文档：")
            quoted = [{**p, "passage": p.get("quote") or p["passage"]} for p in passages]
            parts.append("\n".join([shown, *(f"- {self.passage(p)}" for p in quoted)]))
        return "\n\n".join(part for part in (*parts, self.note(result)) if part)

    def _labelled(self, step: Step) -> str:
        topics = step.result["topics"]
        by_llama = any(topic["label_source"] == "llama" for topic in topics)
        head = self.say(
            f"The {len(topics)} topics have new labels{' from the Llama' if by_llama else ''}:",
            f"{len(topics)} 个主题已重新命名{'（由 Llama 命名）' if by_llama else ''}：",
        )
        note = "" if by_llama else self.say(
            "No Llama answers, so the labels are phrases from the documents themselves, in the "
            "documents' language.",
            "现在没有 Llama，所以标签取自文档里的短语，用的是文档的语言。",
        )  # fmt: skip
        lines = [f"- {self.say('Topic', '主题')} {t['id']}: **{self.label(t)}**" for t in topics]
        return "\n\n".join(part for part in (head, "\n".join(lines), note) if part)

    def _edited(self, step: Step) -> str:
        result, action = step.result, step.result["action"]
        told = head(result, self.language, plain, lambda label: f"**{label}**")
        told = self.run_on(told, figures_of(result, self.language))
        if result.get("preview"):
            return "\n\n".join(
                part for part in (told, fit_in_words(result, self.language),
                                  unchanged(self.language)) if part
            )  # fmt: skip
        parts = [told, fit_in_words(result, self.language)]
        if action != "rename":
            parts.append("\n".join(self.topic_lines(result["topics"])))
        if action != "undo" and not nothing_done(result):
            parts.append(self.say("“Undo” takes it back.", "说“撤销”可以恢复。"))
        return "\n\n".join(part for part in parts if part)

    # documents -------------------------------------------------------------------------------

    def _search(self, step: Step) -> str:
        result = step.result
        if result.get("selection"):
            return selection(self, result)
        if result.get("selected") and not result["results"]:
            return none_in_selection(self, int(result["selected"]), self._asked_for(result))
        if (of_topic := asks_for_topic(step)) and has_topics(result):
            more = self._how_to_go_on(int(result.get("total") or 0), len(result["results"]))
            tail = self.run_on(self._coverage(result), more)
            return f"{topic_of(self, result)}\n\n{tail}".strip()
        hits = self._new(step)
        about = self._asked_for(result)
        asked = result.get("question") and not of_topic
        if asked and (hits or not result["results"]):
            tail = self._how_to_go_on(int(result.get("total") or 0), len(result["results"]))
            told = answer(self, result, hits)
            return f"{told}\n\n{tail}" if tail and result.get("answered") else told
        if not result["results"]:
            none = self.say(f"No document matches{about}.", f"没有找到{about}的文档。")
            advice = self.say("Try other or fewer words, or leave out the topic or the dates.",
                              "可以换个词、少用几个词，或去掉主题和日期的限制。")  # fmt: skip
            return self.run_on(none, advice)
        if not hits:
            return self.say("There are no more documents like these.", "没有更多这样的文档了。")
        total = max(int(result.get("total") or 0), len(result["results"]))
        lines = [f"{n}. {self.passage(hit)}" for n, hit in enumerate(hits, 1)]
        tail = self.run_on(
            self._without(result),
            self._coverage(result),
            self._how_to_go_on(total, len(result["results"])),
        )
        head = self._found(total, len(hits), about, new=len(hits) < len(result["results"]))
        return "\n\n".join(part for part in (head, "\n".join(lines), tail) if part)

    def _new(self, step: Step) -> list[Any]:
        """The hits, without those that the same search has shown before ("more")."""
        same = {k: v for k, v in step.arguments.items() if k != "limit"}
        last = self.earlier.last_of("search_documents")
        hits = list(step.result["results"])
        if last is None or {k: v for k, v in last.arguments.items() if k != "limit"} != same:
            return hits
        shown = {entry["id"] for entry in last.result.get("results", ())}
        return [hit for hit in hits if hit["id"] not in shown]

    def _found(self, total: int, shown: int, about: str, *, new: bool) -> str:
        if new:
            return self.say(f"Here are {shown} more{about}:", f"再给你 {shown} 篇{about}的文档：")
        if total == 1:
            return self.say(f"One document matches{about}:", f"找到 1 篇{about}的文档：")
        best = self.say(f"; the best {shown}", f"，最好的 {shown} 篇是") if total > shown else ""
        return self.say(f"{total:,} documents match{about}{best}:",
                        f"找到 {total:,} 篇{about}的文档{best}：")  # fmt: skip

    def _asked_for(self, result: Result) -> str:
        parts = []
        if result.get("query"):
            parts.append(self.say(f" “{result['query']}”", f"有关“{result['query']}”"))
        if result.get("topic") is not None:
            label = result.get("topic_label") or ""
            parts.append(self.say(f" in topic {result['topic']} ({label})",
                                  f"属于主题 {result['topic']}（{label}）"))  # fmt: skip
        since, until = result.get("since"), result.get("until")
        if since and since == until:
            parts.append(self.say(f" from {since}", f"日期为 {since}"))
        elif since or until:
            parts.append(
                self.say(f" since {since}" if since else "", f"自 {since} 起" if since else "")
            )
            parts.append(
                self.say(f" until {until}" if until else "", f"到 {until} 为止" if until else "")
            )
        return self.say("", "、").join(part for part in parts if part)

    def _without(self, result: Result) -> str:
        if not (without := [plain(str(text)) for text in result.get("without") or ()]):
            return ""
        named = self.listed([self.say(f"“{text}”", f"“{text}”") for text in without])
        return self.say(f"(Without documents about {named}.)", f"（不含与{named}有关的文档。）")

    def _coverage(self, result: Result) -> str:
        why = str(result.get("why") or "")
        if _OTHER_LANGUAGE in why:
            return self.say(f"({why})", f"（{in_chinese(why)}）")
        covered = float(result.get("covered") or 0)
        if covered >= 1 or not result.get("query"):
            return ""
        return self.say(f"(Search by meaning covers {covered:.0%} of the texts so far; search by "
                        "words covers all.)",
                        f"（按含义查找目前覆盖 {covered:.0%} 的文本，按词查找覆盖全部。）")  # fmt: skip

    def _how_to_go_on(self, total: int, shown: int) -> str:
        if total <= shown:
            return ""
        return self.say("Say “more” for the next ones.", "说“更多”可以看后面的。")

    def _recommend(self, step: Step) -> str:
        found = step.result["results"]
        if not found:
            return self.say("I found nothing to recommend: no other document is close to it.",
                            "没有可以推荐的：没有与它相近的其他文档。")  # fmt: skip
        head = self.say("You could read these next:", "接着可以读这些：")
        if unlike := [plain(str(item["title"])) for item in step.result.get("disliked") or ()]:
            named = self.listed([self.say(f"“{title}”", f"《{title}》") for title in unlike])
            head = self.say(f"You could read these next, less like {named}:",
                            f"接着可以读这些，避开与{named}相近的：")  # fmt: skip
        elif step.result.get("selected"):
            head = of_selection(self, step.result)
        lines = [f"{n}. {self.passage(r)} {self._reason(r)}" for n, r in enumerate(found, 1)]
        return "\n\n".join([head, "\n".join(lines)])

    def _reason(self, entry: Result) -> str:
        because = entry.get("because")
        told = reason(because, self.language) if because else str(entry.get("reason") or "")
        return f"*{plain(told)}*" if told else ""

    def _analysis(self, step: Step) -> str:
        return figures(self, step.result)

    def topic_lines(self, topics: list[Any]) -> list[str]:
        """A line for each topic: id, label, share, documents and words."""
        lines = [self._topic_line(topic) for topic in topics[:_SHOWN_TOPICS]]
        if len(topics) > _SHOWN_TOPICS:
            more = len(topics) - _SHOWN_TOPICS
            lines.append(self.say(f"- and {more} more", f"- 另有 {more} 个主题"))
        return lines

    def _topic_line(self, topic: Result) -> str:
        words = self.say(", ", "、").join(topic["keywords"][:5])
        return self.say(
            f"- Topic {topic['id']}: **{self.label(topic)}** — {self.percent(topic['share'])}, "
            f"{self.documents(topic['documents'])} ({words})",
            f"- 主题 {topic['id']}：**{self.label(topic)}** — {self.percent(topic['share'])}，"
            f"{topic['documents']:,} 篇（{words}）",
        )


def _explained(result: Result) -> TopicsResult:
    """What of a topic's JSON goes into sentences."""
    return TopicsResult(
        [TopicInfo(**topic) for topic in result["topics"]],
        neighbours=[Neighbour(**near) for near in result.get("neighbours") or ()],
        distinctive=list(result.get("distinctive") or ()),
        trend=dict(result.get("trend") or {}),
    )
