"""Which column of a table is the text, the title, the date, the label and the id."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from .dates import parse_date, parse_epoch
from .errors import TopicLlamaError
from .language import to_simplified
from .usual_form import usual

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Columns that a person named; None leaves the choice to :func:`guess`. ``without`` are the
    roles that no column is to have."""

    text: str | None = None
    title: str | None = None
    date: str | None = None
    label: str | None = None
    without: frozenset[str] = frozenset()


# Usual headers of each role, best first; case, spaces and marks do not count, and Traditional
# characters are compared as Simplified ones. A role in front takes its column first.
_HEADERS = {
    "id": "id docid documentid articleid textid uid uuid guid identifier 编号 序号 文档编号"
    " 文章编号 文档id 文章id 标识 标识符",
    "title": "title headline heading subject articletitle newstitle 标题 题目 题名 新闻标题"
    " 文章标题 大标题 名称",
    "text": "text fulltext content contents body maintext articletext articlebody bodytext article"
    " document documenttext doc message post posttext review reviewtext reviewbody comment comments"
    " commenttext tweet story transcript selftext answer paragraph passage sentence sentences"
    " feedback response note notes abstract summary description"
    " 正文 内容 文本 全文 文章 正文内容 文章内容 新闻内容 新闻正文 评论 评论内容 评价 帖子 留言"
    " 语料 段落 句子 摘要 简介 描述 说明",
    "date": "date publishdate publisheddate publicationdate publishedat published publishedon"
    " pubdate datetime timestamp createdat createddate created createdutc posted postedat"
    " reviewdate time year publicationyear pubyear month"
    " 日期 时间 发布日期 发布时间 发表日期 发表时间 出版日期 出版时间 出版年 年份 年 年度 年月 月份"
    " 创建时间 评论时间 时间戳",
    "label": "label labels category categories class target tag tags topic topics section genre"
    " group newsgroup sentiment polarity subjectarea"
    " 标签 类别 分类 类型 栏目 频道 种类 版块 主题 情感",
}
_EPOCH = ("timestamp", "epoch", "unix", "createdutc", "时间戳")
_SAMPLED_LENGTH = 2000
_SHORTEST_TEXT = 12.0  # mean characters that a column without a known header needs to be the text
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")


def guess(
    headers: Sequence[str], sample_rows: Sequence[Row], choice: ColumnChoice
) -> dict[str, str]:
    """The column of each role ("text", "title", "date", "label", "id"); roles without one are
    left out, "text" never is.

    A named column wins, then a usual header (English or Chinese) whose values fit the role, then
    the values: the longest texts, and dates that are written as such. Where only a title is
    there, it is the text.

    Raises TopicLlamaError when a named column does not exist or no column holds texts.
    """
    roles = _named(headers, choice)
    for role in _HEADERS:
        if role not in roles and role not in choice.without:
            free = [name for name in headers if name not in roles.values()]
            found = _by_header(role, free, sample_rows)
            if found is not None:
                roles[role] = found
    _from_values(headers, sample_rows, roles, choice.without)
    if "text" not in roles:
        raise TopicLlamaError(
            f"No column holds texts; the columns are {_listed(headers)}.",
            "Choose the one to read: on the page before loading, or with --text-column.",
        )
    return {role: roles[role] for role in ("text", "title", "date", "label", "id") if role in roles}


def reason(role: str, name: str) -> Literal["header", "word", "values"]:
    """Why :func:`guess` gave a column its role: its header is a usual one, a word of its header
    is, or what it holds."""
    rank = _known()[role]
    if _plain(name) in rank:
        return "header"
    return "word" if role != "id" and _ranks(name, rank) else "values"


def date_reader(header: str) -> Callable[[Any], str]:
    """How to read the dates below a header: as dates, or as seconds since 1970 where it says so."""
    name = _plain(header)
    return parse_epoch if any(word in name for word in _EPOCH) else parse_date


def known_header(name: str) -> bool:
    """Whether a cell is one of the usual headers (then it is not data)."""
    plain = _plain(name)
    return any(plain in known for known in _known().values())


def _named(headers: Sequence[str], choice: ColumnChoice) -> dict[str, str]:
    roles = {}
    plain = {_plain(name): name for name in reversed(headers)}
    for role in ("text", "title", "date", "label"):
        wanted = getattr(choice, role)
        if not wanted:
            continue
        found = wanted if wanted in headers else plain.get(_plain(wanted))
        if found is None:
            raise TopicLlamaError(
                f"There is no column {wanted!r}; the columns are {_listed(headers)}.",
                f"Name one of them with --{role}-column.",
            )
        roles[role] = found
    return roles


def _listed(headers: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in headers[:30]) + (" …" if len(headers) > 30 else "")


def _by_header(role: str, headers: Sequence[str], rows: Sequence[Row]) -> str | None:
    """The column whose header says the role: whole headers first, then words within headers."""
    rank = _known()[role]
    whole = [(rank[_plain(name)], name) for name in headers if _plain(name) in rank]
    part = [] if role == "id" else [(r, name) for name in headers for r in _ranks(name, rank)]
    for _, name in [*sorted(whole, key=_first), *sorted(part, key=_first)]:
        if _fits(role, name, rows):
            return name
    return None


def _first(pair: tuple[int, str]) -> int:
    return pair[0]


def _ranks(name: str, rank: Mapping[str, int]) -> list[int]:
    """Ranks of the words of a header ("news content", "articleText", 新闻正文) that are known."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = [_plain(word) for word in re.split(r"[\s_\-./:]+", spaced)]
    plain = _plain(name)
    endings = [known for known in rank if len(known) > 1 and _HAN.match(known)]
    found = [known for known in endings if plain.endswith(known)]
    return [rank[word] for word in [*words, *found] if word in rank]


@lru_cache(1)
def _known() -> dict[str, dict[str, int]]:
    return {
        role: {name: place for place, name in enumerate(names.split())}
        for role, names in _HEADERS.items()
    }


@lru_cache(4096)
def _plain(name: str) -> str:
    folded = usual("NFKC", name).casefold()
    return to_simplified("".join(letter for letter in folded if letter.isalnum()))


def _fits(role: str, name: str, rows: Sequence[Row]) -> bool:
    """Whether the values below a header can play the role."""
    values = _values(name, rows)
    if not values:
        return not rows
    if role == "date":
        return _share_of_dates(name, values) >= 0.5
    if role in ("text", "title"):
        return sum(map(_is_words, values)) >= 0.5 * len(values)
    if role == "id":
        return len(set(map(str, values))) >= 0.5 * len(values)  # some sources repeat one
    return all(len(str(value)) <= 200 for value in values)


def _values(name: str, rows: Sequence[Row]) -> list[Any]:
    values = [row.get(name) for row in rows]
    return [value for value in values if value is not None and str(value).strip()]


def _is_words(value: Any) -> bool:
    return isinstance(value, str) and not _NUMBER.fullmatch(value.strip())


def _share_of_dates(name: str, values: Sequence[Any]) -> float:
    read = date_reader(name)
    return sum(bool(read(value)) for value in values) / len(values)


def _from_values(
    headers: Sequence[str], rows: Sequence[Row], roles: dict[str, str], without: Collection[str]
) -> None:
    """Fill in the date and the text from what the columns hold."""
    free = [name for name in headers if name not in roles.values()]
    if "date" not in roles and "date" not in without:
        dates = [name for name in free if _holds_dates(_values(name, rows))]
        if dates:
            roles["date"] = dates[0]
            free.remove(dates[0])
    if "text" not in roles:
        lengths = {name: _text_length(_values(name, rows)) for name in free}
        longest = max(lengths, key=lengths.__getitem__, default="")
        if longest and lengths[longest] >= _SHORTEST_TEXT:
            roles["text"] = longest
        elif "title" in roles:
            roles["text"] = roles.pop("title")


def _holds_dates(values: Sequence[Any]) -> bool:
    """Dates that cannot be mistaken: bare numbers do not count, they are anything."""
    if not values or any(_NUMBER.fullmatch(str(value).strip()) for value in values):
        return False
    return sum(bool(parse_date(value)) for value in values) >= 0.8 * len(values)


def _text_length(values: Sequence[Any]) -> float:
    """Mean length in characters of a column's texts (a Chinese character says as much as two
    letters); 0 when it holds something else."""
    texts = [value[:_SAMPLED_LENGTH] for value in values if _is_words(value)]
    if not texts or len(texts) < 0.5 * len(values):
        return 0.0
    return sum(len(text) + len(_HAN.findall(text)) for text in texts) / len(texts)
