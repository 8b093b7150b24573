"""The promises of the fuzz targets for texts that hypothesis writes: of the pieces that the code
looks for, of every script, and of half surrogates."""

from __future__ import annotations

import pytest
from fuzz_targets import TARGETS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pieces import PIECES

TEXTS = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=8)), max_size=14
).map("".join)
EXAMPLES = {
    "guide_request": 25, "recovered_calls": 60, "words": 60, "search": 60, "claims": 60,
    "fence": 80, "citations": 80, "chat_line": 40, "table": 40, "json_lines": 30, "text_file": 30,
    "names_in_archive": 20,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_texts(name: str) -> None:
    @settings(
        max_examples=EXAMPLES[name], deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(TEXTS)
    def promise(text: str) -> None:
        TARGETS[name](text.encode("utf-8", "surrogatepass"))

    promise()
