"""A real browser for the page: found on the system, started once, and watched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from networks import england, small

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
USUAL: dict[str, Any] = {
    "viewport": {"width": 1440, "height": 900},
    "reduced_motion": "reduce",
    "color_scheme": "light",
}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium, with a profile of its own that is thrown away."""
    place = next(filter(None, map(shutil.which, NAMES)), None)
    if place is None:
        pytest.skip("Chromium is not installed; `make test` installs it where it can.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=place, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Watch:
    """What a page did beside showing itself."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))
        page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def asked(self) -> list[str]:
        """List requests for anything but the page itself and what it made."""
        return [url for url in self.requests if not url.startswith(("file:", "blob:", "data:"))]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the pages that the tests open."""
    from ofsted_graph.network.networks import path_network, shortest_path
    from ofsted_graph.viz.page import render_page

    net = small()
    way = shortest_path(net, "person:bo-reed", "council:northmoor")
    networks = {
        "small": net,
        "career": small(about=["Ada Wren"]),
        "council": small(about=["Eastvale"], steps=2),
        "path": path_network(net, way),
        "england": england(153),
    }
    folder = tmp_path_factory.mktemp("pages")
    places = {name: folder / f"{name}.html" for name in networks}
    for name, one in networks.items():
        places[name].write_text(render_page(one), encoding="utf-8")
    return places


Opener = Callable[..., "Page"]


@pytest.fixture(scope="session")
def usual(browser: Browser) -> Iterator[BrowserContext]:
    """Share one window's settings among tests: a new one for each would take most of their time."""
    # Without motion the picture stands still at once, and tests need not wait for it.
    context = browser.new_context(**USUAL)
    yield context
    context.close()


@pytest.fixture
def show(browser: Browser, usual: BrowserContext, pages: dict[str, Path]) -> Iterator[Opener]:
    """Open a page; by the end of the test it must have asked for nothing and had no error."""
    watch = Watch()
    closing: list[Page | BrowserContext] = []

    def opened(name: str | Path, address: str = "", **setting: Any) -> Page:
        context = browser.new_context(**(USUAL | setting)) if setting else usual
        page = context.new_page()
        closing.append(context if setting else page)
        watch.follow(page)
        place = pages[name] if isinstance(name, str) else name
        page.goto(f"file://{place}{address}")
        return page

    yield opened
    for one in closing:
        one.close()
    assert watch.errors == []
    assert watch.asked() == []
