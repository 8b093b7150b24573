"""Every fault for a few rounds, and the table of the full runs (``make faults``)."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import NOTHING, Fault, every_fault
from record import PAGE, page, results


@pytest.mark.parametrize("fault", [pytest.param(f, id=f.name) for f in every_fault().values()])
def test_nothing_confirmed_is_lost(fault: Fault, tmp_path: Path) -> None:
    if not fault.quick:
        pytest.skip(f"a shorter form is tested in {fault.instead}")
    folder = tmp_path / "work"
    folder.mkdir()
    assert fault.run(fault.quick, folder).lost == NOTHING


def test_the_table_is_that_of_the_full_runs() -> None:
    found = results()
    assert page(PAGE.read_text("utf-8"), found) == PAGE.read_text("utf-8")
    faults = every_fault()
    assert set(found) == set(faults), "run the missing ones: make faults ONLY='words of the name'"
    for name, row in found.items():
        assert row["rounds"] >= faults[name].rounds
