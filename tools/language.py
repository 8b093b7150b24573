"""Which language a document is in, and Traditional characters to Simplified ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC
    from py3langid.langid import LanguageIdentifier

# A language shows in the first two thousand characters; longer texts cost no more.
_SAMPLE = 2000
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d]+")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]{2,}")
_LETTER = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]+")
# Function words of English that are not also common words of its neighbours.
_ENGLISH_WORDS = (
    "the of and that is are were been be being have has had with for from this these those which"
    " what when where who how why it its he she his her they their them you your we our by not but"
    " or if would could should will can may about after into than then there over more says said"
    " at to my i"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_LATIN_LANGUAGES = (
    "af ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv ms mt nl no pl pt ro sk sl"
    " sq sv sw tl tr vi"
)
_HAN_A_WORD = 1.6  # mean length of a Chinese word in characters, to weigh it against Latin words
_SURE = 0.99  # probability at which the identifier overrules the benefit of the doubt
_SURE_WITH_ACCENTS = 0.9


def detect(text: str) -> str:
    """The language of a text: "en", "zh" (Simplified), "zh-Hant" (Traditional), "mixed" or "other".

    "mixed" is a text with substantial parts in Chinese and in Latin words. Latin letters without
    evidence for another language are "en", also when there are only a few of them. Japanese,
    Korean, other scripts, other languages, and texts without a letter are "other".
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return _latin(sample)
    han = _count(_HAN, sample)
    if _other_script(sample, han):
        return "other"
    if not han:
        return _latin(sample)
    words = len(_LATIN_WORD.findall(_ADDRESS.sub(" ", sample)))
    chinese = han / _HAN_A_WORD
    share = chinese / (chinese + words)
    if share < 0.1:
        return _latin(_HAN.sub(" ", sample))
    return "mixed" if share <= 0.75 else _variant(sample)


def is_chinese(code: str) -> bool:
    """Whether texts of this language need a Chinese tokenizer."""
    return code in ("zh", "zh-Hant", "mixed")


def main_language(counts: Mapping[str, int]) -> str:
    """ "zh" when most of the documents (numbers by language) are Chinese, else "en"."""
    chinese = sum(n for code, n in counts.items() if is_chinese(code))
    return "zh" if 2 * chinese > sum(counts.values()) else "en"


def to_simplified(text: str) -> str:
    """Traditional characters as Simplified ones (OpenCC's table t2s); the rest stays as it is."""
    if text.isascii():
        return text
    try:
        return str(_converter("t2s").convert(text))
    except UnicodeEncodeError:  # half a surrogate pair, which OpenCC cannot take
        return text


def _other_script(sample: str, han: int) -> bool:
    kana, hangul = _count(_KANA, sample), _count(_HANGUL, sample)
    if kana > 0.1 * (han + kana) or hangul > 0.1 * (han + hangul):
        return True
    return han + _count(_LATIN, sample) < 0.5 * _count(_LETTER, sample)


def _count(runs: re.Pattern[str], sample: str) -> int:
    """How many characters are in the runs that a pattern finds."""
    return len(sample) - len(runs.sub("", sample))


def _latin(sample: str) -> str:
    words = _LATIN_WORD.findall(_ADDRESS.sub(" ", sample).lower())
    if not words:
        return "en" if _LATIN.search(sample) else "other"
    function_words = sum(word in _ENGLISH for word in words)
    if function_words >= 0.12 * len(words):
        return "en"
    return "en" if not _foreign(words, function_words) else "other"


def _foreign(words: list[str], function_words: int) -> bool:
    """Whether there is evidence against English: the language identifier is sure of another
    language. On a few plain words it guesses, so those need letters that English lacks."""
    accents = sum(not word.isascii() for word in words)
    if len(words) < 6 and not accents:
        return False
    if function_words >= 0.06 * len(words) and not accents:
        return False
    language, probability = _identifier().classify(" ".join(words))
    return bool(language != "en" and probability >= (_SURE_WITH_ACCENTS if accents else _SURE))


def _variant(sample: str) -> str:
    simplified, traditional = _variants()
    old, new = len(traditional.intersection(sample)), len(simplified.intersection(sample))
    return "zh-Hant" if old > new else "zh"


@lru_cache(1)
def _variants() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only Simplified texts use, and those that only Traditional texts use."""
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    lines = "\n".join(characters)
    to_simple = _converter("t2s").convert(lines).split("\n")
    to_traditional = _converter("s2t").convert(lines).split("\n")
    rows = list(zip(characters, to_simple, to_traditional, strict=True))
    traditional = frozenset(c for c, simple, _ in rows if simple != c)
    simplified = frozenset(c for c, _, old in rows if old != c) - traditional
    return simplified, traditional


@lru_cache
def _converter(table: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(table)


@lru_cache(1)
def _identifier() -> LanguageIdentifier:
    """The identifier of py3langid, for languages in Latin letters only."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LATIN_LANGUAGES.split())
    return identifier
