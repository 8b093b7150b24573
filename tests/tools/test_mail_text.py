from __future__ import annotations

from topicllama.tools.mail_text import strip_mail
from topicllama.tools.tokens import Tokenizer

MESSAGE = """From: joe@site.edu (Joe Bloggs)
Subject: Re: Space shuttle
Organization: Acme University
Lines: 12
NNTP-Posting-Host: host.site.edu

In article <1993Apr5.1@site.edu>, ann@other.org (Ann
Other) writes:
> The rockets need fuel.
>> Kerosene burns well.

Joe Smith <joe@site.edu> wrote:
| Liquid oxygen too.

Yes: oxygen boils off.
--
Joe Bloggs, Acme University
"""


def test_only_what_people_wrote_is_left() -> None:
    left = Tokenizer().topic_tokens(MESSAGE)
    assert [token.surface for token in left] == [
        "space", "shuttle", "rockets", "fuel", "kerosene", "burns", "liquid", "oxygen", "oxygen",
        "boils",
    ]  # fmt: skip
    assert not set(">|@") & set(strip_mail(MESSAGE))


def test_encoded_files_are_dropped() -> None:
    line = "M" + "AX'9VF<&" * 7 + "ABCD"
    assert len(line) == 61
    assert strip_mail(f"A picture:\n{line}\n{line}\nend").split() == ["A", "picture:", "end"]


def test_other_texts_are_left_alone() -> None:
    text = "The minister said: we agree.\nA note from the editor: 5 > 3.\n--- \nEnd"
    assert strip_mail(text) == text


def test_a_long_text_after_two_dashes_is_no_signature() -> None:
    text = "> quoted\nIntro\n--\n" + "\n".join(f"line {n}" for n in range(30))
    assert "line 29" in strip_mail(text)
