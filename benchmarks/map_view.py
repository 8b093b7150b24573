"""The page's map at 50,000 and 100,000 documents: how long its points take to come, to be drawn and
to be dragged in Chromium; beside it the same points drawn by Plotly's scattergl.

Without a graphics card Chromium draws by its software (SwiftShader), so frames take longer here
than on a laptop.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np

from .measure import table

SIZES, TOPICS, WORDS, LABELS, DAYS = (50_000, 100_000), 50, 400, 12, 1095
STEPS, TIMES = 120, 7
TESTS = Path(__file__).resolve().parents[1] / "tests" / "end_to_end"
_WATCH = """() => { window.frames_ = []; let last = performance.now(); window.watching = true;
  const look = () => { const now = performance.now(); frames_.push(now - last); last = now;
    if (window.watching) requestAnimationFrame(look); };
  requestAnimationFrame(look); }"""
_PLOTLY = """async () => {
  const { data, size: [width, height] } = document.querySelector('.tl-map-figure').tlMap;
  const script = new URL('tl/static/plotly.js', document.baseURI);
  const { loadPlotly, topicColour } = await import(script);
  const Plotly = await loadPlotly();
  const place = Object.assign(document.createElement('div'), { id: 'plotly' });
  place.style.cssText = `position: fixed; left: 250px; top: 60px; width: ${width}px;
    height: ${height}px; z-index: 99; background: #fff`;
  document.body.append(place);
  const began = performance.now();
  const traces = data.topics.map(({ id }, row) => {
    const own = [...data.topic.keys()].filter((i) => data.topic[i] === row);
    return { type: 'scattergl', mode: 'markers', hoverinfo: 'none', x: own.map((i) => data.x[i]),
      y: own.map((i) => data.y[i]), marker: { color: topicColour(id), size: 4 } };
  });
  await Plotly.newPlot(place, traces, { dragmode: 'pan', showlegend: false,
    margin: { l: 0, r: 0, t: 0, b: 0 }, xaxis: { visible: false },
    yaxis: { visible: false, scaleanchor: 'x' } }, { displayModeBar: false });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - began; }"""


def workspace(root: Path, count: int) -> Any:
    """Short documents with made-up topics, dates over three years and a dozen labels."""
    from topicllama.tools.documents import Document
    from topicllama.tools.topic_model import Topic, TopicModel
    from topicllama.tools.workspace import Workspace

    rng = np.random.default_rng(0)
    days = (np.datetime64("2021-01-01") + rng.integers(DAYS, size=count)).astype(str)
    own = rng.choice(TOPICS, size=count, p=rng.dirichlet(np.full(TOPICS, 5.0)))
    weights = rng.dirichlet(np.full(TOPICS, 0.05), size=count).astype(np.float32) * 0.4
    weights[np.arange(count), own] += 0.6
    made = Workspace(root)
    made.set(prepare_search=False)
    made.corpus.add(
        Document(f"d{n:06}", f"Text number {n} of a corpus.", f"The title of document {n}",
                 days[n], f"label {own[n] % LABELS}", language="en")
        for n in range(count)
    )  # fmt: skip
    shares, counts = weights.mean(axis=0), np.bincount(weights.argmax(axis=1), minlength=TOPICS)
    topics = tuple(
        Topic(
            k, f"Topic {k} and its words", "keywords", ("word",), float(shares[k]), int(counts[k])
        )
        for k in range(TOPICS)
    )
    terms = tuple(f"w{v}" for v in range(WORDS))
    words = rng.dirichlet(np.full(WORDS, 0.1), size=TOPICS).astype(np.float32)
    made.save_model(TopicModel("lda", terms, terms, words, weights, made.corpus.ids(), topics))
    return made


def _fetched(url: str) -> tuple[float, int]:
    """(milliseconds, bytes sent)."""
    started = time.perf_counter()
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as reply:
        size = len(reply.read())
    return 1000 * (time.perf_counter() - started), size


def _server(url: str, count: int) -> list[str]:
    row = [f"{count:,}"]
    for address in ("tl/view/map", "tl/data/map/points?source=topics"):
        first, size = _fetched(url + address)
        again = statistics.median(_fetched(url + address)[0] for _ in range(TIMES))
        row += [f"{first:.0f}", f"{again:.0f}", f"{size / 1000:,.0f}"]
    return row


def _opened(page: Any) -> float:
    """Milliseconds from the click on Map to the first frame with points."""
    page.evaluate("location.hash = '#/chat'")
    page.wait_for_selector(".tl-map-figure", state="detached")
    page.evaluate("""() => { performance.clearMarks(); window.clicked = performance.now();
      document.querySelector('[data-nav=map]').click(); }""")
    page.wait_for_selector(".tl-map-figure[data-drawn]")
    return float(
        page.evaluate("""() => new Promise((done) => requestAnimationFrame(() =>
      done(performance.getEntriesByName('tl-map-drawn')[0].startTime - clicked)))""")
    )


def _dragged(page: Any, x: float, y: float) -> list[str]:
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_WATCH)
    started = time.perf_counter()
    for step in range(STEPS):
        page.mouse.move(x + step % 60 * 3, y + step % 40 * 2)
    seconds = time.perf_counter() - started
    page.mouse.up()
    frames = sorted(page.evaluate("() => { window.watching = false; return frames_.slice(2); }"))
    p95 = frames[int(0.95 * len(frames))]
    return [f"{statistics.median(frames):.0f}", f"{p95:.0f}", f"{frames[-1]:.0f}",
            f"{1000 * seconds / STEPS:.0f}"]  # fmt: skip


def _browser(chromium: Any, url: str, count: int) -> list[list[str]]:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(url)
    page.wait_for_selector(".tl-model:not(:has-text('Looking'))")
    first, again = _opened(page), statistics.median(_opened(page) for _ in range(3))
    box = page.locator(".tl-map-figure").bounding_box()
    ours = _dragged(page, box["x"] + 300, box["y"] + 200)
    plotly = page.evaluate(_PLOTLY)
    theirs = _dragged(page, 550, 300)
    page.close()
    return [[f"{count:,}", "TopicLlama", f"{first:.0f}", f"{again:.0f}", *ours],
            [f"{count:,}", "Plotly scattergl", f"(alone {plotly:.0f})", "", *theirs]]  # fmt: skip


def main() -> None:
    sys.path.insert(0, str(TESTS))
    from conftest import CHROMIUM_ARGUMENTS, start_app
    from playwright.sync_api import sync_playwright

    served, drawn = [], []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_ARGUMENTS])
        for count in SIZES:
            root = Path(folder) / str(count)
            workspace(root, count)
            app = start_app(root)
            url = app.url.rstrip("/") + "/"
            served.append(_server(url, count))
            drawn += _browser(chromium, url, count)
            app.close()
        chromium.close()
    print(f"### The map on the page: {TOPICS} topics\n")
    table(["documents", "frame first ms", "frame again ms", "frame kB", "points first ms",
           "points again ms", "points kB"], served)  # fmt: skip
    print(f"\nIn Chromium without a graphics card, 1440 x 900, a drag of {STEPS} steps:\n")
    table(["documents", "drawn by", "click to first frame ms", "again ms",
           "between frames median ms", "p95 ms", "longest ms", "a step of the drag ms"],
          drawn)  # fmt: skip
