"""Every stored file with flipped bytes, cut off, empty or gone: named, never silently wrong, the
rest opens, and `doctor --repair` puts right what can be put right."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from harness import NOTHING, PROCESSES, Outcome, fault
from whole_workspace import DOCUMENTS, PARTS, make, opened

KINDS = ("start", "middle", "end", "anywhere", "anywhere", "many", "half", "empty", "gone")
# Not a file of the program's that anything depends on.
_PASSED = ("lock", "logs/", "in-use.lock", ".lock", "-wal", "-shm", "prompts/")


def files_of(root: Path) -> list[str]:
    """Every stored file, by its path in the workspace."""
    found = (str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.endswith(_PASSED) and "logs/" not in name)


def damage(file: Path, kind: str, chosen: random.Random) -> None:
    """What a failing disk does: the file's times stay as they are."""
    before = file.stat()
    content = bytearray(file.read_bytes())
    size = len(content)
    if kind == "gone":
        file.unlink()
        return
    if kind in ("half", "empty"):
        content = content[: size // 2 if kind == "half" else 0]
    places = {"start": [0], "middle": [size // 2], "end": [size - 1],
              "many": [chosen.randrange(size) for _ in range(20)] if size else [],
              "anywhere": [chosen.randrange(size)] if size else []}.get(kind, [])  # fmt: skip
    for place in places if size else []:
        content[place] ^= 1 << chosen.randrange(8)
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


# in a process of its own -------------------------------------------------------------------------


def look(root: Path, told: Path) -> None:
    """Open everything, examine, repair twice, open everything again."""
    from topicllama.tools.doctor import Doctor
    from topicllama.tools.integrity import find_damage
    from topicllama.tools.repair import repair
    from topicllama.tools.workspace import Workspace

    first = opened(root)
    checks = Doctor(root).examine()
    said = " ".join(f"{check.detail}" for check in checks if not check.ok)
    done = repair(root)
    again = repair(root)
    left = [error.message for error in find_damage(Workspace(root))]
    told.write_text(json.dumps([first, said, done, again, left, opened(root)]))


def seen_of(root: Path, told: Path) -> list[Any]:
    process = PROCESSES.Process(target=look, args=(root, told))
    process.start()
    process.join(120)
    if process.is_alive():
        process.kill()
        process.join()
    assert told.exists(), f"the process ended with {process.exitcode}"
    return json.loads(told.read_text())  # type: ignore[no-any-return]


# what has to hold --------------------------------------------------------------------------------


def check(name: str, kind: str, sound: dict[str, Any], seen: list[Any]) -> str:
    """ "named", "by itself" (made again unasked) or "harmless"; AssertionError when it was not
    noticed, or more is lost than it had to be."""
    first, said, done, again, left, after = seen
    traces = [f"{part}: {shown['trace']}" for part, shown in first.items()
              if part in PARTS and "trace" in shown]  # fmt: skip
    assert not traces, f"{name}: {traces[0]}"
    errors = " ".join(shown["error"] for part, shown in first.items() if "error" in shown
                      and part in PARTS)  # fmt: skip
    heard = f"{errors} {' '.join(first['damage'])} {json.dumps(first['chats'])}"
    named = _is_named(name, heard)
    differ = [part for part in PARTS if first[part] != sound[part]]
    # What a Llama answered is asked again; a chat that is gone may have been deleted by a person.
    quiet = name.startswith("labels/") or (name.startswith("chats/") and kind == "gone")
    quiet = quiet or (name == "index/figures.json" and kind == "gone")  # measured when asked for
    assert named or quiet or not differ, (
        f"{name}: {differ} differ and nothing is said: {heard[:300]}"
    )
    assert _rest(name, differ), f"{name}: {differ} do not open either"
    assert not left and len(again) == 1, f"{name}: {left} left after the repair, {again}"
    _after(name, sound, after, done)
    if named:
        return "named"
    if _is_named(name, said):
        return "found by doctor"
    return "harmless"


def _is_named(name: str, text: str) -> bool:
    top = "/".join(Path(name).parts[:2])
    short = top if name.startswith(("models/m", "index/")) else name
    chat = "is damaged on disk" in text and name.startswith("chats/")
    return short in text or chat or ("Chroma" in text and "chroma" in name)


def _rest(name: str, differ: list[str]) -> bool:
    """Whether only what depends on the file is hurt."""
    chats = {"chats", "found chats"}
    texts = set(PARTS) - chats - {"settings", "loads", "profiles", "answers", "versions"}
    may = {
        "models": set(PARTS) - chats - {"settings", "loads", "profiles", "answers", "documents",
                                        "words", "meaning"},
        "corpus.sqlite": texts, "chats": chats, "profiles.sqlite": {"profiles"},
        "loads.json": {"loads"}, "labels": {"answers"},
        "index": {"meaning", "figures", "map"}, "settings.json": set(), "workspace.json": set(),
    }.get(name.partition("/")[0], set())  # fmt: skip
    return set(differ) <= may


def _after(name: str, sound: dict[str, Any], after: dict[str, Any], done: list[str]) -> None:
    """After the repair everything opens; texts, settings and the other chats are all there."""
    broken = [f"{part}: {after[part]}" for part in PARTS if "value" not in after[part]
              and not (part == "meaning" and "vectors" in " ".join(done))
              and not (name.startswith("models/") and "No topics" in str(after[part]))]  # fmt: skip
    assert not broken, f"{name}: after the repair {broken[0][:600]}, done: {done}"
    assert after["documents"]["value"][0] == DOCUMENTS, f"{name}: texts are lost: {done}"
    for part in ("documents", "settings", "words"):
        assert after[part] == sound[part], f"{name}: {part} is other than before: {done}"


# the fault ---------------------------------------------------------------------------------------


@fault(
    "corrupted files: bytes flipped, cut off, emptied, deleted",
    rounds=150,
    quick=0,
    instead="tests/faults/test_disk.py",
)
def corrupted(rounds: int, folder: Path) -> Outcome:
    root, whole = folder / "w", folder / "whole"  # always at one place: a copy is another one
    building = PROCESSES.Process(target=make, args=(root, folder / "texts.jsonl"))
    building.start()
    building.join()
    assert building.exitcode == 0
    root.rename(whole)
    sound = seen_of(_copied(whole, root), folder / "sound.json")[0]
    assert all("value" in sound[part] for part in PARTS), sound
    chosen, tally, files = random.Random(7), Counter[str](), files_of(whole)
    others = [(name, kind) for kind in KINDS for name in files]
    chosen.shuffle(others)
    pairs = [*((name, "anywhere") for name in files), *others]  # each file has a bit flipped
    failures = []
    for turn in range(rounds):
        name, kind = pairs[turn % len(pairs)]
        damage(_copied(whole, root) / name, kind, chosen)
        try:
            tally[check(name, kind, sound, seen_of(root, folder / f"told{turn}"))] += 1
        except AssertionError as error:
            failures.append(f"{kind} {error}")
            print(f"  round {turn}: {kind} {error}", flush=True)
    assert not failures, f"{len(failures)} of {rounds}: {failures[0]}"
    return Outcome(
        rounds,
        NOTHING,
        f"of {len(files)} files {tally['named']} times the damage was named on opening, "
        f"{tally['found by doctor']} times it touched nothing that was shown and doctor named it, "
        f"{tally['harmless']} times the content was as before; the rest opened, and "
        "`doctor --repair` left nothing damaged and every text in place",
    )


def _copied(whole: Path, root: Path) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(whole, root)
    return root
