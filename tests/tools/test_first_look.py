from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import normalized_mutual_info_score
from topic_fixtures import lee_bow

from topicllama.tools.association import attraction, ppmi
from topicllama.tools.bow import from_tokens
from topicllama.tools.errors import Cancelled
from topicllama.tools.first_look import look
from topicllama.tools.nmf import factorise, tf_idf
from topicllama.tools.progress import Progress, Task
from topicllama.tools.training import train


def test_ppmi_by_hand() -> None:
    # Pairs (both ways): a-b twice, c-d twice, a-c once: shares a 3/10, b 2/10, c 3/10, d 2/10.
    bow = from_tokens([["a", "b"], ["b", "a"], ["c", "d"], ["c", "d", "d"], ["a", "c"]])
    found = ppmi(bow.counts).toarray()
    share = np.array([0.3, 0.2, 0.3, 0.2])
    smooth = share**0.75 / (share**0.75).sum()
    expected = np.sqrt(share * smooth)
    assert found[0, 1] == pytest.approx(np.log(0.2 / (expected[0] * expected[1])), rel=1e-5)
    assert found[0, 2] == pytest.approx(max(0, np.log(0.1 / (expected[0] * expected[2]))), abs=1e-5)
    assert found[0, 3] == 0 and found[0, 0] == 0
    assert np.array_equal(found, found.T)
    # a stands in three documents, b in two.
    assert attraction(bow.counts)[0, 1] == pytest.approx(found[0, 1] * 6**0.25, rel=1e-5)


def test_short_texts_are_seen_by_the_company_of_their_words() -> None:
    assert look(lee_bow().counts).basis == "tf-idf"
    assert look(from_tokens([["a", "b", "c"], ["d", "e"]] * 150).counts).basis == "ppmi"
    assert look(from_tokens([["a", "b", "c"], ["d", "e"]]).counts).basis == "tf-idf"  # too few


def test_titles_of_three_subjects_that_share_no_word_in_most_pairs() -> None:
    rng = np.random.default_rng(0)
    subjects = [[f"{name}{n}" for n in range(25)] for name in ("sport", "law", "food")]
    truth = rng.integers(0, 3, 600)
    texts = [rng.choice(subjects[one], 4, replace=False).tolist() for one in truth]
    model = train(from_tokens(texts), 3)
    assert model.parameters["basis"] == "ppmi"
    found = model.document_topic.argmax(axis=1)
    assert normalized_mutual_info_score(truth, found) > 0.95


def test_factorising_can_be_stopped_between_rounds() -> None:
    task = Task()
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        task.cancel()

    task.on_progress = stop
    with pytest.raises(Cancelled):
        factorise(tf_idf(lee_bow().counts), 10, task=task)
    assert len(seen) == 1


def test_a_very_large_corpus_is_seen_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    from topicllama.tools import first_look

    monkeypatch.setattr(first_look, "_SEEN", {"tf-idf": 100, "ppmi": 100})
    assert look(lee_bow().counts).weights.shape[0] == 100
