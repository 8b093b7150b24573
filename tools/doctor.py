"""Is everything there that is needed? Each check opens the thing itself and says what it found."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from filelock import FileLock, Timeout

from .chinese_messages import in_chinese, in_language
from .chroma_server import Server, chosen_server, version
from .damage import DamagedError, ReadOnlyError, disk_problem
from .doctor_text import words
from .errors import TopicLlamaError
from .integrity import find_damage
from .migrations import MARKER
from .topic_model import TopicModel
from .workspace import Workspace

_SPACE = 500 * 2**20  # bytes that should be free for vectors and versions of the topics
_PACKAGES = ("gensim", "scikit-learn", "chromadb", "sentence-transformers", "langchain", "gradio")
VECTORS = "index/vectors.sqlite"
_PATIENCE = 2.0  # seconds that a server has to answer


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the doctor. ``required`` False: TopicLlama works without it."""

    name: str
    ok: bool
    detail: str
    hint: str = ""
    required: bool = True


@dataclass(slots=True)
class Doctor:
    """Examines the workspace in a folder, which it neither makes nor changes.

    ``language`` ("en" or "zh") is that of the findings.
    """

    root: Path
    language: str = "en"
    _workspace: Workspace | None = field(default=None, repr=False)
    _found: list[DamagedError] = field(default_factory=list, repr=False)

    def examine(self) -> list[Check]:
        """All checks; none raises, and none waits longer than a few seconds."""
        checks = [self.python(), self.packages(), self.folder(), self.lock(), self.disk()]
        for name, check in (
            ("files", self.files), ("corpus", self.corpus), ("topics", self.topics),
            ("embedding model", self.embedder), ("embeddings", self.embeddings),
            ("chroma", self.chroma), ("prompts", self.prompts), ("plugins", self.plugins),
        ):  # fmt: skip
            checks.append(self._guarded(name, check))
        return checks

    def _say(
        self, name: str, ok: bool, key: str, required: bool = True, /, **values: object
    ) -> Check:
        return Check(name, ok, *words(key, self.language, **values), required)

    def _guarded(self, name: str, check: Callable[[], Check]) -> Check:
        try:
            return check()
        except Exception as error:  # a doctor that falls ill helps nobody
            reason = str(error) or type(error).__name__
            return self._say(name, False, "unchecked", reason=reason)

    # the machine -----------------------------------------------------------------------------

    def python(self) -> Check:
        python = ".".join(map(str, sys.version_info[:3]))
        version = metadata.version("topicllama")
        if not (3, 11) <= sys.version_info[:2] < (3, 14):
            return self._say("python", False, "old_python", python=python)
        return self._say("python", True, "python", python=python, version=version)

    def packages(self) -> Check:
        found, missing = [], []
        for name in _PACKAGES:
            try:
                found.append(f"{name} {metadata.version(name)}")
            except metadata.PackageNotFoundError:
                missing.append(name)
        if missing:
            return self._say("packages", False, "packages_missing", list=", ".join(missing))
        return self._say("packages", True, "packages", list=", ".join(found))

    def disk(self) -> Check:
        place = next(p for p in (self.root, *self.root.parents) if p.exists())
        free = shutil.disk_usage(place).free
        key = "disk_ok" if free >= _SPACE else "disk_full"
        return self._say("disk", free >= _SPACE, key, free=f"{free / 2**30:.1f}")

    # the workspace ---------------------------------------------------------------------------

    def folder(self) -> Check:
        if not self.root.exists():
            return self._say("workspace", True, "folder_new", root=self.root)
        try:
            with tempfile.TemporaryFile(dir=self.root):
                next(self.root.iterdir(), None)
        except OSError as error:
            if isinstance(disk_problem(error), ReadOnlyError):
                return self._say("workspace", False, "folder_closed", root=self.root)
            found = {"root": self.root, "reason": error.strerror}
            return self._say("workspace", False, "folder_bad", **found)
        return self._say("workspace", True, "folder_ok", root=self.root)

    def lock(self) -> Check:
        file = self.root / "lock"
        if file.exists():
            try:
                with FileLock(file, timeout=0):
                    pass
            except Timeout:
                pid = _holder(file) or "?"
                return self._say("lock", False, "lock_held", False, pid=pid)
            except OSError:  # a folder that cannot be written has its own finding
                pass
        return self._say("lock", True, "lock_free", False)

    def files(self) -> Check:
        """Every stored file compared with what was written."""
        if not self._exists():
            return self._say("files", True, "files_none")
        self._found = find_damage(self.workspace())
        if not self._found:
            return self._say("files", True, "files_ok")
        told = [in_language(error.message, self.language) for error in self._found]
        gap = "" if self.language == "zh" else " "
        return self._say("files", False, "files_bad", list=gap.join(told))

    def _exists(self) -> bool:
        return any((self.root / name).exists() for name in (MARKER, "corpus.sqlite", "models"))

    def _damage(self, *beginnings: str) -> str:
        """What was found to be wrong with files of these names, or ""."""
        found = (e.message for e in self._found if e.file.startswith(beginnings))
        return in_language(next(found, ""), self.language).rstrip(".。")

    def corpus(self) -> Check:
        if damage := self._damage("corpus.sqlite"):
            return self._say("corpus", False, "corpus_bad", reason=damage)
        if (self.root / "corpus.sqlite").exists():
            count = len(self.workspace().corpus)
            if count:
                return self._say("corpus", True, "corpus_ok", n=count)
        return self._say("corpus", True, "corpus_none")

    def workspace(self) -> Workspace:
        """The workspace, opened once it is known to exist."""
        if self._workspace is None:
            self._workspace = Workspace(self.root)
        return self._workspace

    def topics(self) -> Check:
        version = self.workspace().current_version if self._exists() else ""
        if damage := self._damage("models/current", f"models/{version or 'current'}"):
            return self._say("topics", False, "model_bad", reason=damage)
        model = self.workspace().model if version else None
        if model is None:
            return self._say("topics", True, "model_none")
        added, removed = self._since(model)
        key = "model_behind" if added or removed else "model_ok"
        found = {"version": version, "n": model.num_topics, "algorithm": model.algorithm.upper()}
        return self._say("topics", True, key, added=added, removed=removed, **found)

    def _since(self, model: TopicModel) -> tuple[int, int]:
        """How many documents came and went since the topics were found; (0, 0) where the file of
        documents cannot be read, which has its own finding."""
        if not (self.root / "corpus.sqlite").exists() or self._damage("corpus.sqlite"):
            return 0, 0
        from .updating import differences

        return differences(model, self.workspace().corpus.ids())

    def prompts(self) -> Check:
        """The person's own; a bad one is not used, so nothing stops working."""
        from ..prompts.overrides import own, problems

        folder = self.root / "prompts"
        bad = " ".join(problem.sentence(self.language) for problem in problems(folder))
        if bad:
            return self._say("prompts", False, "prompts_bad", False, problems=bad)
        mine = ", ".join(f"{name}.{code}" for name, code in own(folder))
        key = "prompts_own" if mine else "prompts_none"
        return self._say("prompts", True, key, False, list=mine)

    def plugins(self) -> Check:
        """Every part that comes through an entry point is imported; one that fails stops only
        itself, unless it is one of ours."""
        from .plugins import findings

        found = findings()
        bad = [one for one in found if one.state != "ok"]
        if bad:
            details = " ".join(in_language(one.detail, self.language) for one in bad)
            hint = in_language(bad[0].hint, self.language)
            return Check("plugins", False, details, hint, any(one.plugin.built_in for one in bad))
        added = [one.plugin for one in found if not one.plugin.built_in]
        packages = sorted({f"{plugin.package} {plugin.version}" for plugin in added})
        key = "plugins_ok" if added else "plugins_none"
        return self._say("plugins", True, key, False, list=", ".join(packages))

    # search by meaning -----------------------------------------------------------------------

    def embedder(self) -> Check:
        from .embedding import DEFAULT, minilm_folder

        name = self._embedder_name()
        if name != DEFAULT:
            return self._say("embedding model", True, "embedder_other", name=name)
        try:
            minilm_folder()
        except TopicLlamaError as error:
            return self._told("embedding model", error)
        return self._say("embedding model", True, "embedder_ok", name=name)

    def _embedder_name(self) -> str:
        from .embedder_choice import embedding_name
        from .embedding import DEFAULT

        made = self._vectors().exists() and not self._damage(VECTORS)
        return embedding_name(self.workspace()) if made else self._setting("embedder") or DEFAULT

    def _setting(self, name: str) -> str:
        return str(self.workspace().settings.get(name, "")) if self.root.exists() else ""

    def _vectors(self) -> Path:
        return self.root / "index" / "vectors.sqlite"

    def embeddings(self) -> Check:
        if not self._vectors().exists():
            return self._say("embeddings", True, "chroma_none")
        if damage := self._damage(VECTORS):
            return self._say("embeddings", False, "vectors_bad", reason=damage)
        from .embed_job import coverage_info

        info = coverage_info(self.workspace())
        key = "vectors_ok" if info.embedded >= info.passages else "vectors_part"
        found = {"done": info.embedded, "total": info.passages, "name": info.embedder}
        return self._say("embeddings", True, key, **found)

    def chroma(self) -> Check:
        try:
            server = chosen_server(self.workspace().settings if self.root.exists() else {})
            if server is not None:
                return self._chroma_server(server)
        except TopicLlamaError as error:
            return self._told("chroma", error)
        if not (self.root / "index" / "chroma").exists():
            return self._say("chroma", True, "chroma_none")
        if not self._vectors().exists() or self._damage(VECTORS):
            return self._say("chroma", True, "chroma_none")
        from .chroma_check import differs

        if reason := self._damage("index/chroma") or differs(self.workspace()):
            return self._say("chroma", False, "chroma_bad", reason=reason)
        count = self._records()
        return self._say("chroma", True, "chroma_ok", n=count, place="index/chroma")

    def _chroma_server(self, server: Server) -> Check:
        found = version(server, _PATIENCE)
        count = self._records() if self._vectors().exists() else 0
        place = {"place": server, "version": found}
        return self._say("chroma", True, "chroma_server", n=count, **place)

    def _records(self) -> int:
        from .vector_store import VectorStore

        return VectorStore(self.workspace()).count()

    def _told(self, name: str, error: TopicLlamaError) -> Check:
        texts = (error.message, error.hint)
        message, hint = map(in_chinese, texts) if self.language == "zh" else texts
        return Check(name, False, message, hint)


def _holder(file: Path) -> int:
    """The process that holds a lock on a file; 0 where the system does not tell (not Linux)."""
    try:
        inode = str(file.stat().st_ino)
        locks = Path("/proc/locks").read_text("ascii").splitlines()
    except OSError:
        return 0
    held = [part.split() for part in locks]
    return next((int(p[4]) for p in held if len(p) > 5 and p[5].endswith(f":{inode}")), 0)
