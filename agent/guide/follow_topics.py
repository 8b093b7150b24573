"""What a request changes about the last training, names, figures, topic or edit ("no, 12",
"and topic 3?", 改成乡村)."""

from __future__ import annotations

import re
from typing import Any

from .arguments import Arguments, algorithm, count, kept, language_wanted, style
from .figures import period
from .links import again, marked, nothing_left
from .numbers import NUMBER
from .past import Step
from .references import bare_ids, by_size, nth, topic
from .request import Request, has

_FACTORS = {
    r"\btwice\b|\bdouble\b|翻一?倍|加倍|两倍|多一倍": 2.0,
    r"\bhalf (?:as many|the|of)|\bhalve\b|减半|一半": 0.5,
    r"\b(?:three times|triple)\b|三倍": 3.0,
}


def training(request: Request, step: Step) -> Arguments | None:
    return changed_training(request, step, strict=True)


def changed_training(request: Request, step: Step, *, strict: bool = False) -> Arguments | None:
    """The last training with another number or method; ``strict``: when nothing else is said."""
    text = request.plain
    named = algorithm(text)
    rest = re.sub(r"(?ia)\b(?:lda|lsa|lsi|nmf)\b", " ", text)
    factor = next((f for p, f in _FACTORS.items() if has(p, text)), 0.0)
    value = count(re.sub("|".join(_FACTORS), " ", rest, flags=re.IGNORECASE))
    known = len(step.result.get("topics") or ())
    numbers = [
        n
        for n in bare_ids(re.sub(r"个|类", " ", rest))
        if n != str(step.arguments.get("num_topics"))
    ]
    if len(numbers) > 1 and value is not None:
        value = int(numbers[-1])  # "8 at most, well, 6"
    if value is not None and numbers and str(value) == str(step.arguments.get("num_topics")):
        value = int(numbers[-1])
    if factor and known and (value is None or str(value) == str(step.arguments.get("num_topics"))):
        return again(step, num_topics=int(known * factor))
    left = re.sub(NUMBER, " ", rest, flags=re.IGNORECASE)
    if strict and not nothing_left(left):
        return None
    if (value is None and not named) or topic(text, request.past)[0] or nth(text, request.past)[0]:
        return None
    changes: dict[str, Any] = {"num_topics": value} if value else {}
    if named:
        changes["algorithm"] = "" if named == "lda" else named
    return again(step, **changes)


def naming(request: Request, step: Step) -> Arguments | None:
    text = request.plain
    language, manner = language_wanted(text), style(text)
    left = re.sub(
        r"(?i)\b(?:english|chinese|mandarin|both|languages?|bilingual)\b|中文|英文|双语|英语|汉语|语言",
        " ",
        text.replace(manner, " "),
    )
    if not (language or manner) or not nothing_left(left):
        return None
    return again(step, **kept(language=language, style=manner))


def figures(request: Request, step: Step) -> Arguments | None:
    text = request.plain
    by = period(text)
    if by and nothing_left(
        re.sub(
            r"(?i)\b(?:yearly|annual(?:ly)?|monthly|weekly|daily|weeks?|days?|every)\b|[按每逐各](?:个)?[年月周天日]|星期|度",
            " ",
            text,
        )
    ):
        return again(step, by=by)
    return _one_topic(request, step)


def topics(request: Request, step: Step) -> Arguments | None:
    return _one_topic(request, step)


def _one_topic(request: Request, step: Step) -> Arguments | None:
    """Another topic in the same question."""
    value, rest = topic(request.plain, request.past, pronouns=False)
    if not value:
        rest = request.plain
        kind, found = nth(rest, request.past)
        value = found if kind == "topic" else by_size(rest, request.past)
        if (
            not value
            and (known := request.past.label_in(rest))
            and nothing_left(rest.replace(known, " "))
        ):
            return {"tool": "show_topics", "topic": known}
        rest = re.sub(
            r"(?i)\b(?:contain\w*|last|smallest|biggest|largest|next|previous|\w+th|\d(?:st|nd|rd))\b|最[大小多少后]|[上下前后]",
            " ",
            rest,
        )
    if not value and request.past.topic and (numbers := bare_ids(rest)):
        value = numbers[0]
    spoken = value and not value.isdecimal()
    rest = re.sub(NUMBER, " ", rest, flags=re.IGNORECASE)
    if not value and not str(step.arguments.get("topic") or "all").isdecimal():
        value = _another_label(request, step)
        rest = "" if value else rest
    if not value:
        value = _same_for(request)
        rest = "" if value and step.arguments.get("topic") else rest
    if not value or not nothing_left(rest) or (spoken and not marked(request)):
        return None
    if step.tool == "analyze_corpus" and (marked(request) or len(request.plain) < 5):
        return again(step, topic=value)
    return {"tool": "show_topics", "topic": value}


def _another_label(request: Request, step: Step) -> str:
    """ "And bushfires?" after a topic that was named by its label."""
    if step.arguments.get("topic") in (None, "", "all"):
        return ""
    found = has(
        r"^(?:and|what about|how about|or|now|then|same for|the same for) (?:the )?(?P<e>[\w' -]{2,40}?)\??$"
        r"|^(?:那么?|还有|再看看?)(?P<z>[^,，?]{1,14}?)(?:呢|怎么样|又如何)?[?]*$",
        request.plain,
    )
    return (found["e"] or found["z"]).strip(' "') if found else ""


def _same_for(request: Request) -> str:
    same = has(
        r"^(?:and |do )?(?:the )?same (?:thing |question )?(?:for|with) (?:the )?(?P<t>.+)$",
        request.plain,
    )
    return same["t"].strip(" ?.") if same else ""


def editing(request: Request, step: Step) -> Arguments | None:
    """Other topics for the same change; what was done already is taken back first (in plan)."""
    action = str(step.arguments.get("action", ""))
    if action == "rename" and (name := _other_name(request)):
        return again(step, name=name)
    ids = bare_ids(request.plain)
    left = re.sub(rf"(?i){NUMBER}|\b(?:merge|and|with|those)\b|合并|跟|与|号", " ", request.plain)
    if not nothing_left(left):
        return None
    if action.endswith("merge") and len(ids) > 1:
        return again(step, topics=",".join(ids))
    if action.endswith(("split", "delete")) and len(ids) == 1 and marked(request):
        return again(step, topics=ids[0])
    return None


def _other_name(request: Request) -> str:
    """ "No, call it Village", 不，改成乡村: another name for what was renamed just now."""
    found = has(
        r"^(?:no|nope|sorry|not that|rather|actually|better|or)?[,. ]*(?:call it|make it|name it|rename it to|it should be|i meant?)(?: called)? (?P<n>.+)$"
        r"|^(?:不对?|不是|错了|还是|算了)?[,，]?(?:还是)?(?:改成|改为|改叫|叫|换成|应该是|应该叫|命名为)(?P<z>.{1,20})$",
        request.whole,
    )
    name = (found["n"] or found["z"]) if found else ""
    return name.strip(" \"'.。吧")
