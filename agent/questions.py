"""What a question tells without any model: its language, and whether it is small talk."""

from __future__ import annotations

import re

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")


def language_of(text: str, default: str = "en") -> str:
    """ "zh" when at least as many Chinese characters as Latin words stand in it, else "en";
    ``default`` when there is neither ("3", "👍")."""
    chinese, words = len(_CHINESE.findall(text)), len(_LATIN_WORD.findall(text))
    if not chinese and not words:
        return default
    return "zh" if chinese and chinese >= words else "en"


_SMALL_TALK = re.compile(
    r"""(?:
    (?:hi|hello|hey|hiya|good\ (?:morning|afternoon|evening|day))(?:\ (?:there|llama|topicllama))?
    |how\ are\ you(?:\ doing|\ today)?|nice\ to\ meet\ you
    |(?:ok(?:ay)?|great|nice|cool|perfect|good)(?:[,\ ]+(?:thanks|thank\ you))?
    |well\ done|got\ it|i\ see
    |(?:many\ )?thanks(?:\ (?:a\ lot|so\ much|a\ bunch|again))?|thx|cheers
    |thank\ (?:you|u)(?:\ (?:very|so)\ much|\ again)?
    |bye(?:\ bye)?|goodbye|good\ night|see\ you(?:\ (?:later|soon|tomorrow))?
    |help|(?:who|what)\ are\ you|what\ can\ you\ do(?:\ for\ me)?
    |what\ can\ i\ (?:ask|do)(?:\ here)?
    |how\ do(?:es)?\ (?:this|you|it)\ work
    |(?:你|您)(?:们)?好(?:[呀啊吗])?|嗨|哈喽|哈啰|早上好|早安|下午好|晚上好|在吗|很高兴认识(?:你|您)
    |(?:非常)?(?:多)?谢谢(?:你|您|了|啦|大家)*|多谢(?:了|啦)?|谢啦|非常感谢|感谢(?:你|您)?|辛苦了?(?:你了)?
    |好的?(?:呀|吧)?|明白了?|知道了|不错|太好了|真棒|再见|拜拜|晚安|回头见
    |帮助|(?:你|您)(?:是谁|是什么|能做什么|会做什么|可以做什么|能干什么|会什么|有什么功能)|怎么用|如何使用
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_ENDS = re.compile(r"[\s,.!?;:~，。！？；：、～…👋🙏👍😊]+")


# "ok" and "好的" say yes to a question, and are small talk otherwise.
_CONSENT = re.compile(
    r"(?i)(?:ok(?:ay)?|great|good|perfect|cool|nice|好的?[呀吧]?|不错)"
    r"(?:[\W_]|thanks|thank you|please|谢谢你?)*"
)
_ASKS = re.compile(r"[?？][\s\"'”’)）*_]*$")


def is_small_talk(text: str, before: str = "") -> bool:
    """A greeting, thanks or a call for help, and nothing else ("hi", "多谢！", "what can you do?");
    an "ok" after a question, with which ``before`` ends, is none: it is an answer.

    Small Llamas call a tool on these when tools are offered, so none are.
    """
    if _ASKS.search(before.strip()) and _CONSENT.fullmatch(text.strip()):
        return False
    parts = [part for part in _ENDS.split(text.strip()) if part]
    whole = " ".join(parts)
    return bool(whole) and (
        _SMALL_TALK.fullmatch(whole) is not None
        or (len(parts) <= 6 and all(_SMALL_TALK.fullmatch(p) for p in _phrases(text)))
    )


def _phrases(text: str) -> list[str]:
    found = re.split(r"[,.!?;，。！？；~～]+", text)
    return [" ".join(part.split()) for part in found if part.strip()] or [text]
