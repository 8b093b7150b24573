"""The map in a browser: what is drawn, what a pointer finds, a lasso selects and a filter fades."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import barriers, go, visit
from conftest import App, Seen, start_app

from topicllama.tools.document_map import DocumentMap, document_map
from topicllama.tools.documents import Document
from topicllama.tools.workspace import Workspace

pytestmark = pytest.mark.browser
FIGURE = ".tl-map-figure"
DRAWN = f"{FIGURE}[data-drawn]"
ATTACK = "<img src=x onerror='window.ran=1'>"


@pytest.fixture(scope="module")
def told(chromium: Any, demo_app: App) -> Iterator[tuple[Any, DocumentMap, Seen]]:
    """The page on the map, what it should show, and what it complained about."""
    seen = Seen()
    page = visit(chromium, demo_app.url, seen, viewport={"width": 1280, "height": 900})
    go(page, "#/map", DRAWN)
    yield page, document_map(demo_app.workspace), seen
    page.context.close()


def screen(page: Any, x: float, y: float) -> tuple[float, float]:
    """Where a place of the map lies on the page."""
    return screens(page, [(x, y)])[0]


def screens(page: Any, places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    box = page.locator(FIGURE).bounding_box()
    found = page.evaluate(
        f"all => all.map((at) => document.querySelector('{FIGURE}').tlMap.toScreen(...at))",
        [list(place) for place in places],
    )
    return [(box["x"] + x, box["y"] + y) for x, y in found]


def states(page: Any) -> list[int]:
    """Of each point: 0 faded, 1 shown, 2 selected, as the graphics card has it."""
    return list(page.evaluate(
        f"Array.from(document.querySelector('{FIGURE}').tlMap.points.states)"))  # fmt: skip


def settled(page: Any) -> None:
    """What was asked of the map is drawn: two frames."""
    page.evaluate("new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)))")


def picture(page: Any) -> Any:
    """The figure without what lies over the points (N rows of pixels, 3 colours)."""
    from PIL import Image

    page.add_style_tag(content=f"{FIGURE} > svg, {FIGURE} > div {{ opacity: 0 }}")
    settled(page)
    shot = page.locator(FIGURE).screenshot()
    page.evaluate("document.querySelector('style:last-of-type').remove()")
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(int)


def test_every_document_is_drawn_in_the_colour_of_its_topic(
    told: tuple[Any, DocumentMap, Seen],
) -> None:
    page, drawn, _ = told
    assert page.locator(FIGURE).get_attribute("data-drawn") == str(len(drawn.points))
    dots = {
        topic.id: page.locator(f'[data-topic="{topic.id}"] .tl-dot').evaluate(
            "dot => getComputedStyle(dot).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number)"
        )
        for topic in drawn.topics
    }
    pixels, box = picture(page), page.locator(FIGURE).bounding_box()
    background = pixels[3, pixels.shape[1] // 2]
    away = []
    places = screens(page, [(point.x, point.y) for point in drawn.points])
    for point, (x, y) in zip(drawn.points, places, strict=True):
        own = pixels[round(y - box["y"]), round(x - box["x"])]
        assert np.abs(own - background).max() > 40, f"nothing is drawn at {point}"
        away.append(np.abs(own - dots[point.topic]).max() < 60)
    assert np.mean(away) > 0.97  # the colour is let through a little, and points overlap


def test_a_pointer_finds_the_document(told: tuple[Any, DocumentMap, Seen]) -> None:
    page, drawn, _ = told
    point = apart(drawn)
    page.mouse.move(*screen(page, point.x, point.y))
    page.locator(".tl-map-tip:not([hidden])").wait_for()
    assert page.locator(".tl-map-tip b").inner_text() == point.title
    page.mouse.down()
    page.mouse.up()
    page.locator("#tl-document .tl-document").wait_for()
    assert page.locator("#tl-document h2").inner_text() == point.title
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.tl-document-open')")


def apart(drawn: DocumentMap) -> Any:
    """The document that is farthest from its nearest neighbour."""
    places = np.array([(point.x, point.y) for point in drawn.points])
    gaps = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(gaps, np.inf)
    return drawn.points[int(gaps.min(axis=1).argmax())]


@pytest.mark.parametrize("mode", ["Lasso", "Box"])
def test_a_line_around_documents_selects_exactly_them(
    told: tuple[Any, DocumentMap, Seen], mode: str
) -> None:
    page, drawn, _ = told
    topic = drawn.topics[0]
    r = topic.radius * 0.6
    angles = np.linspace(0, 2 * np.pi, 25)
    ring = [(topic.x + r * np.cos(a), topic.y + r * np.sin(a)) for a in angles]
    if mode == "Box":
        ring = [(topic.x - r, topic.y + r), (topic.x + r, topic.y - r)]
    page.get_by_role("button", name=mode, exact=True).click()
    corners = screens(page, ring)
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner)
    page.mouse.up()
    page.locator(".tl-map-chosen h2").wait_for()
    page.wait_for_function("document.querySelector('.tl-selection:not([hidden])')")
    kept = page.evaluate(
        "import(new URL('tl/static/selection.js', document.baseURI)).then((m) => m.selected())"
    )
    assert set(kept) == inside(page, drawn, corners, mode)
    assert 3 < len(kept) < len(drawn.points)
    assert states(page).count(2) == len(kept)
    page.get_by_role("button", name="Move", exact=True).click()
    page.locator(FIGURE).focus()
    page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('.tl-map-chosen').hidden")
    assert states(page).count(2) == 0


def inside(page: Any, drawn: DocumentMap, corners: Any, mode: str) -> set[str]:
    if mode == "Box":
        (left, top), (right, low) = corners
        corners = [(left, top), (right, top), (right, low), (left, low)]
    places = screens(page, [(point.x, point.y) for point in drawn.points])
    return {
        point.id
        for point, place in zip(drawn.points, places, strict=True)
        if winds(corners, *place)
    }


def winds(corners: Any, x: float, y: float) -> bool:
    """Whether the corners go around the point: the angles that they turn by sum to a full turn."""
    angles = np.unwrap([np.arctan2(b - y, a - x) for a, b in [*corners, corners[0]]])
    return abs(angles[-1] - angles[0]) > 1


def test_topics_fade_the_others_and_stand_in_the_address(
    told: tuple[Any, DocumentMap, Seen],
) -> None:
    page, drawn, _ = told
    button = page.locator(".tl-map-topics button").nth(1)
    wanted = int(button.get_attribute("data-topic"))
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert states(page) == [int(point.topic == wanted) for point in drawn.points]
    number = sum(point.topic == wanted for point in drawn.points)
    assert f"{number} of {len(drawn.points)} documents" in page.locator(".tl-map-says").inner_text()
    assert page.evaluate("location.hash") == f"#/map?topic={wanted}"
    link = page.get_by_role("link", name="These documents as a list")
    assert link.get_attribute("href") == f"#/documents?topic={wanted}"
    page.get_by_role("button", name="Show everything").click()
    assert set(states(page)) == {1}


def test_a_search_fades_what_does_not_match(
    told: tuple[Any, DocumentMap, Seen], demo_app: App
) -> None:
    page, drawn, _ = told
    from topicllama.tools.document_list import Documents

    page.locator(".tl-map-filters [type=search]").fill("bushfire smoke")
    page.wait_for_function("document.querySelector('.tl-map-says').textContent.includes('faded')")
    found = set(Documents(demo_app.workspace, "bushfire smoke").ids())
    assert states(page) == [int(point.id in found) for point in drawn.points]
    assert 0 < len(found) < len(drawn.points)
    page.get_by_role("button", name="Show everything").click()


def boxes(page: Any) -> list[dict[str, float]]:
    settled(page)
    labels = page.locator(".tl-map-label:not([hidden])")
    return [labels.nth(n).bounding_box() for n in range(labels.count())]


def test_names_never_overlap_and_more_appear_on_zooming_in(
    told: tuple[Any, DocumentMap, Seen],
) -> None:
    page, drawn, _ = told
    page.locator(FIGURE).focus()
    counts = []
    for key in ("-", "+", "+"):
        for _ in range(2):
            page.keyboard.press(key)
        found = boxes(page)
        counts.append(len(found))
        for at, one in enumerate(found):
            for other in found[at + 1 :]:
                assert not meets(one, other)
    assert counts[0] >= 1 and counts[1] == len(drawn.topics)
    page.keyboard.press("ArrowRight")
    before = page.evaluate(f"document.querySelector('{FIGURE}').tlMap.view.x")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(f"document.querySelector('{FIGURE}').tlMap.view.x") > before
    page.keyboard.press("0")


def meets(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]
    )  # fmt: skip


def test_the_wheel_zooms_where_the_pointer_is_and_a_drag_moves(
    told: tuple[Any, DocumentMap, Seen],
) -> None:
    page, drawn, _ = told
    point = drawn.points[5]
    start = screen(page, point.x, point.y)
    page.mouse.move(*start)
    page.mouse.wheel(0, -300)
    page.wait_for_function(f"{ZOOMED} > 1.5")
    assert screen(page, point.x, point.y) == pytest.approx(start, abs=0.5)
    page.mouse.down()
    page.mouse.move(start[0] + 30, start[1] + 20, steps=3)
    page.mouse.up()
    moved = screen(page, point.x, point.y)
    assert moved == pytest.approx((start[0] + 30, start[1] + 20), abs=6)
    page.get_by_role("button", name="Show all of the map").click()


def test_no_barriers_and_no_complaints(told: tuple[Any, DocumentMap, Seen]) -> None:
    page, _, seen = told
    assert barriers(page) == []
    assert seen.complaints == [] and seen.elsewhere == []


def test_chinese_dark_on_a_phone_with_one_topic_asked_for(
    chromium: Any, demo_zh_app: App, seen: Seen
) -> None:
    page = visit(chromium, demo_zh_app.url, seen, viewport={"width": 390, "height": 844},
                 locale="zh-CN", color_scheme="dark", has_touch=True)  # fmt: skip
    drawn = document_map(demo_zh_app.workspace)
    go(page, "#/map?topic=3&colour=date&since=2020", DRAWN)
    dates = {document.id: document.date for document in demo_zh_app.workspace.corpus}
    fits = [int(p.topic == 3 and dates[p.id] >= "2020") for p in drawn.points]
    assert states(page) == fits and 0 < sum(fits) < len(fits)
    assert f"{len(fits)} 篇文档中的 {sum(fits)} 篇" in page.locator(".tl-map-says").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".tl-map-side details").first.get_attribute("open") is None
    pinch(page)
    settled(page)
    assert 1.8 < page.evaluate(ZOOMED) < 2.2
    assert barriers(page) == [] and seen.complaints == []
    page.context.close()


ZOOMED = f"(({{view, whole}}) => view.k / whole)(document.querySelector('{FIGURE}').tlMap)"


def pinch(page: Any) -> None:
    """Two fingers on the map go twice as far apart."""
    box = page.locator(FIGURE).bounding_box()
    y, touch = box["y"] + 150, page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 80)):
        points = [{"x": box["x"] + 180 + side * apart, "y": y, "id": n}
                  for n, side in enumerate((-1, 1))]  # fmt: skip
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, demo_folder: Path) -> Iterator[App]:
    """Titles, labels and names of topics that are markup."""
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("copy") / "workspace")
    workspace = Workspace(folder)
    some = [*workspace.corpus][:40]
    attacks = [
        Document(d.id, d.text, title=f"{ATTACK} {d.id} " + "long" * 80, label=f"{ATTACK}{n % 3}")
        for n, d in enumerate(some)
    ]
    workspace.corpus.add(attacks, replace=True)
    model = workspace.require_model()
    topics = [replace(topic, label=f"{ATTACK} {topic.id}", labels={}) for topic in model.topics]
    workspace.save_model(model.with_topics(topics))
    app = start_app(folder)
    yield app
    app.close()


def test_titles_that_are_markup_are_shown_as_they_are_without_webgl_too(
    hostile: App, chromium: Any, seen: Seen
) -> None:
    page = visit(chromium, hostile.url, seen, viewport={"width": 1280, "height": 900})
    page.evaluate(
        "() => { window.ran = 0; const own = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        " return kind === 'webgl' ? null : own.call(this, kind, ...more); } }"
    )
    go(page, "#/map?colour=label", DRAWN)
    drawn = document_map(hostile.workspace)
    assert page.locator(".tl-map-sample path").count() == len(drawn.points)
    point = apart(drawn)
    page.mouse.move(*screen(page, point.x, point.y))
    page.locator(".tl-map-tip:not([hidden])").wait_for()
    assert page.locator(".tl-map-tip b").text_content() == point.title
    assert page.locator(".tl-map-tip").bounding_box()["width"] <= 320
    assert ATTACK in page.locator(".tl-map-label").first.text_content()
    assert ATTACK in page.locator(".tl-map-legend").inner_text()
    page.locator(".tl-map-filters select[name=label]").select_option(index=1)
    assert states(page).count(1) == 14
    assert page.evaluate("window.ran") == 0 and page.locator("#tl-view img").count() == 0
    assert seen.complaints == [] and seen.elsewhere == []
    page.context.close()
