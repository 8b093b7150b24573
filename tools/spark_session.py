"""A Spark session for one training: started within a time limit, quiet, and ended with its JVM."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from .errors import TopicLlamaError
from .progress import Task

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

VARIABLE = "TOPICLLAMA_SPARK_MASTER"
LOCAL = "local[*]"
START_LIMIT = 120.0  # seconds
_POLL = 0.1
_PATIENCE = 10.0


def master_of(settings: Mapping[str, Any]) -> str:
    """The master of a workspace's settings ({"spark": {"master": ...}}), else of the environment
    variable TOPICLLAMA_SPARK_MASTER, else all cores of this machine."""
    named = settings.get("spark") or {}
    chosen = named.get("master") if isinstance(named, Mapping) else named
    return str(chosen or os.environ.get(VARIABLE) or LOCAL)


@contextmanager
def spark_session(
    master: str, *, memory: int = 0, task: Task | None = None, limit: float = START_LIMIT
) -> Iterator[SparkSession]:
    """A session on ``master`` ("local[*]", "spark://host:7077", "yarn", ...).

    One that runs in this process already is used, whatever its master, and stays. Else one is
    started and ended afterwards together with its Java process, whose heap has at least ``memory``
    bytes. TopicLlamaError when pyspark or Java is missing or Spark has not started after ``limit``
    seconds; Cancelled when ``task`` is stopped.
    """
    running = _running()
    if running is not None:
        yield running
        return
    _require_java()
    with tempfile.TemporaryDirectory(prefix="topicllama-spark-") as folder:
        start = _Start(master, _settings(master, memory, folder), Path(folder) / "spark.log")
        try:
            yield start.session(task, limit)
        finally:
            start.end()


def _running() -> SparkSession | None:
    # Spark warns of versions of pandas; nothing here passes by pandas.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    try:
        from pyspark import SparkContext
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise TopicLlamaError(
            "Training on Spark needs pyspark, which is not installed.",
            "Install it: pip install 'topicllama[spark]'",
        ) from error
    return SparkSession.active() if SparkContext._active_spark_context is not None else None


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is None:
        raise TopicLlamaError(
            "Training on Spark needs Java, which was not found.",
            "Install a Java 17 runtime, or set JAVA_HOME to the one that is there.",
        )


def is_local(master: str) -> bool:
    return master.split("[")[0] == "local"


def _settings(master: str, memory: int, folder: str) -> dict[str, str]:
    settings = {
        "spark.master": master,
        "spark.app.name": "TopicLlama",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.driver.memory": f"{1024 + (memory >> 20)}m",
        "spark.sql.warehouse.dir": folder,  # else a folder where the person stands
        "spark.sql.catalogImplementation": "in-memory",
    }
    if is_local(master):  # nothing listens to other machines, and their names play no part
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        settings["spark.local.dir"] = folder
    return settings


def _finish(java: subprocess.Popen[bytes]) -> None:
    """Java ends by itself, and clears up, once its stdin is closed."""
    with suppress(OSError):
        if java.stdin is not None:
            java.stdin.close()
    try:
        java.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        java.kill()
        java.wait()


class _Start:
    """Starts Spark on a thread, since nothing in pyspark ends a start that hangs."""

    def __init__(self, master: str, settings: dict[str, str], log: Path) -> None:
        self._master = master
        self._settings = settings
        self._log = log
        self._done = threading.Event()
        self._over = False
        self._session: SparkSession | None = None
        self._error: BaseException | None = None
        self._java: subprocess.Popen[bytes] | None = None

    def session(self, task: Task | None, limit: float) -> SparkSession:
        until = time.monotonic() + limit
        threading.Thread(target=self._run, daemon=True).start()
        while not self._done.wait(_POLL):
            if task is not None:
                task.report("train", 0, None, "Spark starts")
            if time.monotonic() > until:
                raise self._failed(f"not ready after {limit:.0f} seconds")
        if self._session is None:
            raise self._failed(self._last_words()) from self._error
        return self._session

    def _run(self) -> None:
        try:
            with self._log.open("wb") as log:
                self._session = self._started(log)
        except BaseException as error:  # noqa: BLE001 - it is raised where the session is awaited
            self._error = error
        if self._over:
            self.end()
        self._done.set()

    def _started(self, log: IO[bytes]) -> SparkSession:
        from pyspark import SparkConf, SparkContext
        from pyspark.java_gateway import launch_gateway
        from pyspark.sql import SparkSession

        logging.getLogger("py4j").setLevel(logging.CRITICAL)  # its errors are raised, too
        conf = SparkConf(loadDefaults=False).setAll(list(self._settings.items()))
        gateway = SparkContext._gateway  # Java of an earlier session that somebody has stopped
        if gateway is None:
            gateway = launch_gateway(conf, {"stdout": log, "stderr": log})
            self._java = gateway.proc
        if self._over:
            raise TimeoutError
        context = SparkContext(conf=conf, gateway=gateway)
        if is_local(self._master):  # workers have the same Python, not the first one on the path
            context.pythonExec = sys.executable
        return SparkSession(context)

    def end(self) -> None:
        """Stop the session and its Java process; pyspark can then start another one."""
        from pyspark import SparkContext

        self._over = True
        if self._session is not None:
            with suppress(Exception):  # Java may be gone
                self._session.stop()
        if self._java is None:
            return
        _finish(self._java)
        if SparkContext._gateway is not None and SparkContext._gateway.proc is self._java:
            with suppress(Exception):
                SparkContext._gateway.shutdown()
            SparkContext._gateway = SparkContext._jvm = None

    def _failed(self, reason: str) -> TopicLlamaError:
        return TopicLlamaError(
            f"Spark could not be started on {self._master} ({reason}).",
            "Check the address and that Java is version 17 or 21, or train without Spark.",
        )

    def _last_words(self) -> str:
        """The line that tells why: the first of an exception in the log of Java, else the error."""
        lines = self._log.read_text("utf-8", "replace").splitlines() if self._log.exists() else []
        telling = [line.strip() for line in lines if "Exception" in line or "Error" in line]
        return (telling[0] if telling else str(self._error).splitlines()[0])[:200]
