"""Hot events in texts whose days are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from analysis_fixtures import SHARED, corpus_of, demo_documents, label_model
from scipy.sparse import csr_matrix

from topicllama.tools.bow import build
from topicllama.tools.events import Event, find_events, shown_words
from topicllama.tools.trends import trends
from topicllama.tools.word_bursts import Windows, word_bursts

DAYS, WORDS = 60, 300


def stream(seed: int, planted: tuple[int, int, int] | None = None) -> tuple[csr_matrix, list[int]]:
    """1,000 documents of twelve random words on days of very different sizes; the words 0 to 5
    stand in ``planted`` (first row, number, day) documents, which lie on two days."""
    generator = np.random.default_rng(seed)
    busy = generator.gamma(0.7, size=DAYS) * (generator.random(DAYS) > 0.3)
    at = generator.choice(DAYS, 1000, p=busy / busy.sum())
    counts = np.zeros((1000, WORDS), np.int32)
    for row in counts:
        row[generator.choice(np.arange(6, WORDS), 12, replace=False)] = 1
    if planted:
        first, n, day = planted
        counts[first : first + n, :6] = generator.random((n, 6)) < 0.7
        at[first : first + n] = day + (np.arange(n) % 3 == 0)
    return csr_matrix(counts), at.tolist()


def test_what_was_planted_is_found_alone() -> None:
    counts, at = stream(1, (400, 12, 33))
    (event,) = find_events(counts, at)
    assert (event.start, event.peak) == (33, 33) and event.end in (33, 34)
    assert set(event.words) <= set(range(6)) and len(event.words) >= 4
    assert set(event.documents) <= set(range(400, 412)) and len(event.documents) >= 8


def test_chance_makes_no_events() -> None:
    assert sum(len(find_events(*stream(seed))) for seed in range(20)) <= 1


def test_a_long_text_is_no_burst_of_its_words() -> None:
    counts, at = stream(2)
    dense = counts.toarray()
    day = max(set(at), key=at.count)
    dense[[t == day for t in at]] = np.random.default_rng(0).random((at.count(day), WORDS)) < 0.3
    dense[:, :6] = 0
    assert find_events(csr_matrix(dense), at) == []


def test_a_word_that_comes_and_goes_twice() -> None:
    counts, at = stream(3)
    dense = counts.toarray()
    dense[:, 0] = [t in (10, 11, 40, 41) for t in at]
    at[:10], at[10:20] = [10] * 10, [40] * 10
    dense[:20, 0] = 1
    present = csr_matrix(dense)
    written = np.bincount(at, weights=dense.sum(axis=1), minlength=DAYS)
    found = sorted(b.start for b in word_bursts(present, at, Windows.over(list(written)))
                   if b.word == 0)  # fmt: skip
    assert len(found) == 2 and found[0] <= 11 and 38 <= found[1] <= 41


def test_too_little_for_events() -> None:
    counts, at = stream(1, (400, 12, 33))
    assert find_events(counts[400:420], at[400:420]) == []
    assert find_events(counts, [t % 4 for t in at]) == []
    assert find_events(csr_matrix((0, 3)), []) == []


def test_shown_words_are_phrases_where_there_are_some() -> None:
    texts = ["new york fire engine"] * 8 + ["old town hall roof"] * 8
    bow = build(texts)
    columns = tuple(bow.index[term] for term in ("new_york", "york", "fire") if term in bow.index)
    event = Event(0, 0, 0, columns, (0,), 1.0)
    assert "york" not in shown_words(event, bow)


def test_the_flood_of_the_demo(tmp_path: Path) -> None:
    documents = demo_documents()
    corpus, model = corpus_of(tmp_path, documents), label_model(documents)
    bow = build(corpus)
    (event,) = trends(corpus, model, bow=bow).data["events"]
    assert (event["start"], event["peak"], event["end"]) == ("2021-07", "2021-07", "2021-08")
    assert "洪水" in event["words"] and event["name"].startswith("洪水")
    labels = sorted({d.label for d in documents})
    assert labels[event["topic"]] == "民生" and event["total"] >= 8
    texts = {d.id: d.text for d in documents}
    for shown in event["documents"][:3]:
        assert shown["passage"] == texts[shown["id"]][shown["start"] : shown["end"]]
        assert any(word in shown["passage"] for word in event["words"])
    flood = model.row(event["topic"])
    assert len(trends(corpus, model, topic=flood, bow=bow).data["events"]) == 1
    assert trends(corpus, model, topic=1 - min(flood, 1), bow=bow).data["events"] == []


@pytest.mark.skipif(not (SHARED / "reuters21578.jsonl.gz").exists(), reason="Reuters is not there")
def test_events_of_march_1987() -> None:
    import gzip
    import json

    with gzip.open(SHARED / "reuters21578.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    days = sorted({r["date"][:10] for r in records if "1987-03-02" <= r["date"] < "1987-03-14"})
    kept = [r for r in records if r["date"][:10] in days]
    bow = build([f"{r.get('title') or ''}\n{r.get('text') or ''}" for r in kept])
    events = find_events(bow.counts, [days.index(r["date"][:10]) for r in kept])
    words = [" ".join(shown_words(event, bow)) for event in events]
    assert any("chrysler" in told for told in words)
    assert any("usair" in told or "twa" in told for told in words)
