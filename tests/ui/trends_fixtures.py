"""A small corpus with dates, labels and one burst, for the tests of trends and quality."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from topicllama.tools.documents import Document
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

HOSTILE = "<img src=x onerror=\"ran=1\"></script><script>ran=1</script> & 'quoted'"
_WORDS = {
    "football": "team match goal league striker coach season stadium referee penalty",
    "budget": "tax budget deficit minister spending treasury debt revenue finance pension",
    "flood": "river flood water rescue dam rain evacuation levee storm volunteers",
}


def dated_workspace(folder: Path) -> Workspace:
    """240 documents of 2020 and three topics; nearly all about a flood are of June. Of the others
    football falls and the budget rises; four documents have no date."""
    draw = random.Random(3)
    workspace = Workspace(folder)
    workspace.set(prepare_search=False)
    workspace.corpus.add([_document(n, draw) for n in range(240)])
    Toolbox(workspace).train_topics(3)
    return workspace


def _document(n: int, draw: random.Random) -> Document:
    day = date(2020, 1, 1) + timedelta(days=n * 1.5)
    flood = day.month == 6 and n % 6
    kind = "flood" if flood else "budget" if draw.random() < n / 240 else "football"
    mood = "a terrible loss and a disaster" if flood else "a good and happy result"
    text = f"{' '.join(draw.choices(_WORDS[kind].split(), k=24))}. It was {mood}."
    title = HOSTILE if n == 110 else f"{kind.title()} {n}"
    when = "" if n % 60 == 59 else day.isoformat()
    return Document(f"d{n}", text, title, when, kind if n % 2 else HOSTILE, "a.csv" if n % 3 else
                    "b.csv", "en")  # fmt: skip
