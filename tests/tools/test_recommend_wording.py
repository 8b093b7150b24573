from __future__ import annotations

from typing import Any

import pytest

from topicllama.tools.recommend_wording import reason

BANKS: dict[str, Any] = {
    "topic": 4, "topic_label": "central banks", "labels": {"zh": "央行"}, "share": 0.712,
    "title": "Rates rise", "action": "read",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "english", "chinese"),
    [
        ({"read": 3},
         "You read three texts on central banks; this one is 71% that topic.",
         "你读过三篇关于“央行”的文章；这一篇有 71% 属于该主题。"),
        ({"read": 2, "action": "pasted", "words": ["rates", "inflation", "Fed"]},
         "You gave two texts on central banks; this one is 71% that topic. "
         "It also mentions rates, inflation and Fed.",
         "你给出了两篇关于“央行”的文章；这一篇有 71% 属于该主题。它还提到 rates、inflation、Fed。"),
        ({"read": 1, "action": "liked", "words": ["利率"]},
         "You liked a text on central banks (“Rates rise”); this one is 71% that topic. "
         "It also mentions 利率.",
         "你喜欢一篇关于“央行”的文章（《Rates rise》）；这一篇有 71% 属于该主题。它还提到利率。"),
        ({"read": 23, "topic_label": "", "labels": {}},
         "You read 23 texts on topic 4; this one is 71% that topic.",
         "你读过 23 篇主题 4 的文章；这一篇有 71% 属于该主题。"),
        ({"topic": None, "words": ["rates", "Fed"]},
         "It mentions rates and Fed, like “Rates rise”, which you read.",
         "它和你读过的《Rates rise》一样提到 rates、Fed。"),
        ({"topic": None, "title": "", "action": "pasted", "words": ["rates"]},
         "It mentions rates, like what you gave.",
         "它和你给出的文本一样提到 rates。"),
        ({"topic": None, "action": "liked"},
         "It is about the same as “Rates rise”, which you liked.",
         "它和你喜欢的《Rates rise》内容相近。"),
    ],
)  # fmt: skip
def test_reasons(more: dict[str, Any], english: str, chinese: str) -> None:
    assert reason(BANKS | more, "en") == english
    assert reason(BANKS | more, "zh") == chinese
