"""Realistic results of the tools, for the guide's wording and the histories of utterances."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

_LABELS = [
    ("bushfires", "山火"), ("cricket", "板球"), ("interest rates", "利率"), ("Middle East", "中东"),
    ("asylum seekers", "难民"), ("airlines", "航空公司"), ("elections", "选举"), ("health", "健康"),
]  # fmt: skip


def topic(number: int) -> dict[str, Any]:
    english, chinese = _LABELS[number]
    return {
        "id": number, "label": english, "label_source": "keywords",
        "description": f"About {english}.",
        "keywords": [f"{english.split()[0].lower()}{n}" for n in range(10)],
        "share": 0.2 - number / 50, "documents": 50 - 4 * number,
        "labels": {"en": english, "zh": chinese},
    }  # fmt: skip


def passage(name: str, number: int) -> dict[str, Any]:
    return {
        "id": name, "title": f"Fire near Sydney {number}", "passage": f"Smoke over suburb {number}.",
        "weight": 0.9, "date": "2003-01-18", "start": 0, "end": 20, "number": number,
    }  # fmt: skip


def hit(name: str, number: int) -> dict[str, Any]:
    return passage(name, number) | {
        "score": 1.0 / number, "scores": {"keyword": 1.0}, "topic": 0, "topic_label": "bushfires",
        "source": "news.csv", "matches": [[0, 5]],
    }  # fmt: skip


def search(arguments: Mapping[str, Any]) -> dict[str, Any]:
    limit = int(arguments.get("limit") or 5)
    number = arguments.get("topic")
    return {
        "results": [hit(f"d{n}", n) for n in range(1, min(limit, 12) + 1)], "covered": 0.4,
        "query": arguments.get("query", ""), "mode": "hybrid",
        "topic": int(number) if str(number or "").isdecimal() else None,
        "topic_label": "bushfires" if number else "",
        "since": arguments.get("since", ""), "until": arguments.get("until", ""),
        "total": 12, "note": "",
    }  # fmt: skip


def topics(order: Sequence[int]) -> dict[str, Any]:
    return {
        "topics": [topic(n) for n in order], "explanation": "", "representative": [],
        "neighbours": [], "distinctive": [], "model": "m0001", "documents": 293, "note": "",
    }  # fmt: skip


def one_topic(number: int) -> dict[str, Any]:
    return topics([number]) | {
        "explanation": "It is about fires.",
        "representative": [passage(f"r{n}", n) for n in (1, 2, 3)],
        "neighbours": [{"id": 3, "label": "Middle East", "similarity": 0.4}],
        "distinctive": ["smoke", "flames", "hectares"],
    }


def trained(**changes: Any) -> dict[str, Any]:
    return {
        "model": "m0001", "algorithm": "lda", "num_topics": 8,
        "why": "8 topics: the most coherent; 6 would be broader.",
        "metrics": {"npmi": 0.12, "diversity": 0.9}, "seconds": 2.13,
        "topics": [topic(n) for n in range(8)], "documents": 293,
        "choice": {"asked": False, "num_topics": 8, "runner_up": 6, "limit": None, "documents": 293, "candidates": [{"num_topics": n, "npmi": 0.1, "diversity": 1.0} for n in (6, 8)]},
    } | changes  # fmt: skip


LOADED = {
    "documents": 293, "added": 293, "duplicates": 7, "empty": 1, "languages": {"en": 290, "zh": 3},
    "columns": {"text": "正文", "date": "日期"},
    "warnings": [{"file": "news.csv", "line": 12, "message": "“soon” is not a date."}],
    "rejected": [],
}  # fmt: skip
EDITED = {
    "action": "merge", "topics": [topic(0), topic(1)], "model": "m0002",
    "before": {"npmi": 0.12}, "after": {"npmi": 0.131}, "changed": [0, 5], "message": "merge 0+5",
}  # fmt: skip
RECOMMENDED = {
    "results": [
        hit(f"n{n}", n) | {"reason": "80% of it is topic 0 (bushfires), as is what you liked.",
                           "because": {"topic": 0, "topic_label": "bushfires", "share": 0.8,
                                       "words": ["smoke", "wind"]}}
        for n in range(1, 6)
    ],
    "liked": [{"id": "d1", "title": "Fire"}], "note": "",
}  # fmt: skip
ANALYSES: dict[str, dict[str, Any]] = {
    "overview": {
        "documents": 293, "languages": {"en": 290, "zh": 3}, "labels": {"sport": 100},
        "sources": {"news.csv": 293}, "dates": {"first": "2001", "last": "2004-05", "undated": 3},
        "lengths": {"median": 1200.0, "longest": 5400}, "covered": 0.4,
        "topics": [{"id": n, "label": _LABELS[n][0], "share": 0.2 - n / 50} for n in range(8)],
    },
    "quality": {"metrics": {"npmi": 0.12, "diversity": 0.91, "perplexity": 2345.6}},
    "trends": {
        "by": "year", "periods": ["2001", "2002", "2003"], "documents": [90, 100, 100],
        "series": [{"topic": n, "label": _LABELS[n][0], "shares": [0.1, 0.12, 0.2]} for n in (0, 1)],
        "rising": [{"topic": 0, "label": "bushfires", "change": 0.1, "p": 0.001}],
        "falling": [{"topic": 1, "label": "cricket", "change": -0.05, "p": 0.01}],
        "bursts": [{"topic": 0, "label": "bushfires", "start": "2003-01", "peak": "2003-02",
                    "end": "2003-03", "words": ["smoke", "wind"], "documents": []}],
        "bursts_by": "month", "undated": 3,
        "events": [{"name": "smoke, wind", "start": "2003-01", "peak": "2003-02", "end": "2003-03",
                    "words": ["smoke", "wind", "flames"], "topic": 0, "label": "bushfires",
                    "score": 12.5, "total": 9, "documents": [passage("d1", 1), passage("d2", 2)]}],
    },
    "sentiment": {
        "topics": [
            {"id": n, "label": _LABELS[n][0], "mean": 0.3 - n / 4, "positive": 0.5, "negative": 0.2,
             "spread": 0.1, "most_positive": passage("d1", 1), "most_negative": passage("d2", 2)}
            for n in range(3)
        ]
    },
    "compare": {
        "by": "label", "groups": [{"name": "business", "documents": 120}, {"name": "politics", "documents": 80}],
        "topics": [{"id": n, "label": _LABELS[n][0], "shares": {"business": 0.3, "politics": 0.05},
                    "effect": 0.7} for n in range(3)],
    },
}  # fmt: skip


def result(tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The standard result of a call (tests/agent/README.md)."""
    if tool == "show_topics":
        chosen = str(arguments.get("topic", "all"))
        if chosen == "all":
            return topics([0, 2, 1, 3, 4, 5, 6, 7])
        return one_topic(int(chosen) if chosen.isdecimal() else 0)
    if tool == "search_documents":
        return search(arguments)
    if tool == "analyze_corpus":
        kind = str(arguments["kind"])
        return {"kind": kind, "data": ANALYSES[kind], "note": ""}
    return {
        "load_corpus": LOADED, "train_topics": trained(), "label_topics": topics(range(8)),
        "edit_topics": EDITED, "recommend_documents": RECOMMENDED,
    }[tool]  # fmt: skip


def turn(user: str, tool: str, arguments: Mapping[str, Any], number: int) -> list[BaseMessage]:
    """One finished turn of a conversation."""
    name = f"call{number}"
    artifact = json.loads(json.dumps(result(tool, arguments)))
    return [
        HumanMessage(user),
        AIMessage("", tool_calls=[{"name": tool, "args": dict(arguments), "id": name}]),
        ToolMessage("…", tool_call_id=name, artifact=artifact),
        AIMessage("An earlier answer."),
    ]
