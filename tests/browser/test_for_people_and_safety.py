"""The page for everybody: without scripts, on a telephone, on paper, read aloud; and safe."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from browsing import Opener
from networks import england, hostile_names

from ofsted_graph.viz.page import render_page

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
OVERLAPS = """() => {
  const texts = [...document.querySelectorAll("svg > text:not([stroke])")];
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  const pairs = boxes.flatMap((a, i) => boxes.slice(i + 1).map((b) => [a, b]));
  return [boxes.length, pairs.filter(([a, b]) => meet(a, b)).length];
}"""
HOSTS = "() => { window.ran = 0; window.fired = () => { window.ran += 1; }; }"


def violations(page: Any) -> list[str]:
    """Run axe on a page and tell what it finds."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary'][:300]}"
        for one in found["violations"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("small", ""),
        ("small", "#node=council:eastvale"),
        ("career", ""),
        ("small", "#view=timeline&node=person:ada-wren"),
        ("small", "#view=table"),
    ],
)
def test_axe_finds_nothing(show: Opener, name: str, address: str, theme: str) -> None:
    page = show(name, address, color_scheme=theme, bypass_csp=True)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    page.locator("#details summary").first.click() if "node" in address else None
    assert violations(page) == []


def test_axe_finds_nothing_on_a_telephone_or_in_a_search(show: Opener) -> None:
    page = show("small", bypass_csp=True, **PHONE)
    page.locator("#filters summary").click()
    page.locator("#search").fill("e")
    assert violations(page) == []


def test_the_theme_can_be_changed_and_is_in_the_link(show: Opener) -> None:
    page = show("small", color_scheme="light")
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert "theme=dark" in page.evaluate("location.hash")


def test_without_scripts_timeline_and_tables_are_there(show: Opener) -> None:
    page = show("small", java_script_enabled=False)
    assert page.get_by_role("heading", name="Posts").is_visible()
    assert page.locator("#timeline .lane").first.is_visible()
    assert page.locator("tr[data-post]").first.is_visible()
    assert page.locator("#sources").is_visible()
    assert page.locator("#graph").is_hidden()
    assert page.locator("#filters").is_hidden()
    assert page.locator("#asat").is_hidden()


def test_on_a_telephone_the_picture_comes_first(show: Opener) -> None:
    page = show("england", **PHONE)
    picture, filters = (page.locator(name).bounding_box() for name in ("#picture", "#filters"))
    assert picture is not None
    assert filters is not None
    assert picture["y"] < 200
    assert picture["height"] > 844 / 2
    assert filters["y"] > picture["y"] + picture["height"]
    assert page.get_by_label("Region").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("setting", [{}, PHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize(
    ("name", "address"),
    [("career", ""), ("council", ""), ("england", "#node=council:c7&steps=2"), ("small", "")],
)
def test_no_label_lies_on_another(
    show: Opener, name: str, address: str, setting: dict[str, Any], tmp_path: Path
) -> None:
    page = show(name, address, **setting)
    with page.expect_download() as waiting:
        page.locator("[data-save=svg]").dispatch_event("click")
    drawing = tmp_path / "drawing.svg"
    waiting.value.save_as(drawing)
    shown = show(drawing, **setting)
    labels, overlaps = shown.evaluate(OVERLAPS)
    assert labels > 4
    assert overlaps == 0


def test_paper_gets_facts_and_no_controls(show: Opener) -> None:
    page = show("small", "#view=table")
    page.emulate_media(media="print")
    assert page.locator("#tables").is_visible()
    for control in (
        "#filters select",
        "#filters input",
        ".tools",
        ".tabs",
        "#search",
        "#play",
        "#asat",
    ):
        assert page.locator(control).first.is_hidden(), control


def test_who_wants_no_motion_gets_none(show: Opener) -> None:
    page = show("england")
    page.locator("#search").fill("Council 7")
    page.keyboard.press("Enter")
    pixels = "document.querySelector('#picture canvas').toDataURL()"
    first = page.evaluate(pixels)
    page.wait_for_timeout(150)
    assert page.evaluate(pixels) == first


def test_two_hundred_hostile_names_run_and_load_nothing(show: Opener, tmp_path: Path) -> None:
    names = hostile_names()
    for councils in (200, 9):
        place = tmp_path / f"hostile{councils}.html"
        place.write_text(render_page(england(councils, names=names)), encoding="utf-8")
        page = show(place)
        page.evaluate(HOSTS)
        for address in (
            "#node=council:c3",
            "#node=person:p3.0&steps=2",
            "#node=inspection:c5.2012",
        ):
            page.evaluate(f"location.hash = {address!r}")
            page.locator("#details h2").wait_for()
            for summary in page.locator("#details summary").all():
                summary.click()
        page.locator("#search").fill("script")
        page.mouse.move(700, 400)
        for view in ("timeline", "table", "graph"):
            page.locator(f"#tab-{view}").click()
        links = page.evaluate("[...document.links].map((link) => link.protocol)")
        assert set(links) <= {"http:", "https:", "file:"}
        assert page.evaluate("document.scripts.length") == 3
        assert (
            page.evaluate("document.querySelectorAll('img, iframe, object, video, base').length")
            == 0
        )
        assert page.evaluate("window.ran") == 0


def test_hostile_words_in_the_link_do_nothing(show: Opener) -> None:
    page = show("small")
    page.evaluate(HOSTS)
    for name in hostile_names():
        page.evaluate(
            "(name) => { location.hash = ['node', 'hide', 'region', 'theme', 'path']"
            ".map((key) => key + '=' + encodeURIComponent(name)).join('&'); }",
            name,
        )
    assert page.locator("h1").inner_text() == "England"
    assert page.evaluate("window.ran") == 0


def test_the_policy_stops_what_escaping_might_miss(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"file://{pages['small']}")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = 1";
          document.body.append(script);
          const image = document.createElement("img");
          image.src = "https://x.invalid/a.png";
          document.body.append(image);
          const made = "<p style='color: red' onclick='ran = 1'>x";
          document.body.insertAdjacentHTML("beforeend", made);
          document.body.lastElementChild.click();
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert sum("Content Security Policy" in complaint for complaint in complaints) >= 3
    page.close()
