"""The network page beside stock pyvis: first draw, a step of the slider, size, and time to make it.

Both pages are made of the same part of the graph and opened in the same headless Chromium. The
first draw is the first time that anything is drawn on a canvas, counted from the opening of the
page by a hook that is the same for both; stock pyvis draws nothing until it has settled its layout.
Stock pyvis is opened once a size, because it takes minutes; ours several times, and the median
counts. Requests are refused at once, so that a page that waits for the network loses no time by it.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import table

if TYPE_CHECKING:
    import networkx as nx

SIZES = (300, 1500)
RUNS = 5
PATIENCE = 1200
"""Seconds after which stock pyvis is given up."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HOOK = """
for (const name of ["fillText", "strokeText", "fillRect", "fill"]) {
  const draw = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...given) {
    if (!window.firstDraw && this.canvas.isConnected) window.firstDraw = performance.now();
    return draw.apply(this, given);
  };
}
"""
STEPS = """() => {
  const slider = document.getElementById("asat");
  const times = [];
  for (let at = 0; at < 60; at += 1) {
    slider.value = Math.floor((slider.max * at) / 60);
    const began = performance.now();
    slider.dispatchEvent(new Event("input"));
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[30];
}"""


def run(sources: Path) -> str:  # noqa: ARG001 - every benchmark takes it
    """Measure, and give the tables."""
    return "\n".join([measure_drawing(SIZES), measure_making()])


def measure_drawing(sizes: tuple[int, ...]) -> str:
    """Compare first draws at several sizes, and for all England."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for size in sizes:
            net = of_size(size)
            ours, every = (Path(folder) / f"{name}{size}.html" for name in ("ours", "all"))
            write_ours(net, ours)
            write_ours(net, every, whole=True)
            stock = Path(folder) / f"stock{size}.html"
            write_stock(net, stock)
            first, step, asked = draw(browser, ours)
            whole, _, _ = draw(browser, every)
            waited, _, stock_asked = draw(browser, stock, runs=1)
            rows.append(
                [
                    described(net),
                    f"{waited:.1f} s",
                    f"{first:.2f} s",
                    f"1/{waited / first:.0f}",
                    f"{whole:.2f} s",
                    f"1/{waited / whole:.0f}",
                    f"{step:.1f} ms",
                    f"{asked} and {stock_asked}",
                ]
            )
        net = whole_network()
        ours = Path(folder) / "england.html"
        write_ours(net, ours)
        first, step, asked = draw(browser, ours)
        name = f"all England: {described(net)}"
        rows.append([name, "not tried", f"{first:.2f} s", "", "", "", f"{step:.1f} ms", f"{asked}"])
    columns = ["graph", "stock pyvis `in_line`", "our first view", "ratio"]
    columns += ["ours, every node drawn", "ratio", "slider step", "requests, ours and stock"]
    return table("The network page: first draw", columns, rows)


def described(net: nx.MultiDiGraph[str]) -> str:
    """Say how large a network is."""
    return f"{len(net):,} nodes, {net.number_of_edges():,} ties"


def measure_making() -> str:
    """Time the making of the page of all England, and measure its size."""
    from ofsted_graph.network.networks import network
    from ofsted_graph.network.selection import part
    from ofsted_graph.query.store import load_store
    from ofsted_graph.viz.page import render_page

    times, loading = [], []
    text, net = "", whole_network()
    for _ in range(RUNS):
        began = time.perf_counter()
        store = load_store()
        loading.append(time.perf_counter() - began)
        net = network(store)
        text = render_page(net)
        times.append(time.perf_counter() - began)
    fixed = len(render_page(part(net, ["council:tower-hamlets"])).encode())
    size = len(text.encode())
    rows = [
        ["making the page of all England", f"{statistics.median(times):.2f} s"],
        ["of that, loading the graph", f"{statistics.median(loading):.2f} s"],
        ["size of all England", f"{size / 1000:,.0f} kB"],
        ["fixed part (a page of one council)", f"{fixed / 1000:,.1f} kB"],
        ["bytes a node beyond that", f"{(size - fixed) / (len(net) - 1):,.0f}"],
    ]
    return table("The network page: making it", ["what", "measured"], rows)


def whole_network() -> nx.MultiDiGraph[str]:
    """Read all England."""
    from ofsted_graph.network.networks import network
    from ofsted_graph.query.store import load_store

    return network(load_store())


def of_size(nodes: int) -> nx.MultiDiGraph[str]:
    """Give councils by name, with all that is tied to them, up to so many nodes."""
    from ofsted_graph.network.selection import complete, part

    net = whole_network()
    chosen: set[str] = set()
    for council in sorted(node for node, data in net.nodes(data=True) if data["kind"] == "council"):
        near = complete(net, [council])
        people = {
            other
            for node in near
            for other in net.predecessors(node)
            if net.nodes[other]["kind"] in {"person", "unnamed"}
        }
        if len(chosen | near | people) > nodes:
            break
        chosen |= near | people
    return part(net, chosen)


def write_ours(net: nx.MultiDiGraph[str], path: Path, *, whole: bool = False) -> None:
    """Write our page; `whole` has it draw every node at once, as stock pyvis does."""
    from ofsted_graph.viz import layout, page

    usual = layout.FEW
    if whole:
        layout.FEW = len(net)
    try:
        path.write_text(page.render_page(net), encoding="utf-8")
    finally:
        layout.FEW = usual


def write_stock(net: nx.MultiDiGraph[str], path: Path) -> None:
    """Write stock pyvis's page of the same nodes and ties."""
    from pyvis.network import Network

    drawing = Network(cdn_resources="in_line", directed=True)
    for node, data in net.nodes(data=True):
        drawing.add_node(node, label=data["label"], title=data["label"], group=data["kind"])
    for start, end, data in net.edges(data=True):
        drawing.add_edge(start, end, title=data["kind"])
    path.write_text(drawing.generate_html(), encoding="utf-8")


@contextmanager
def chromium() -> Iterator[Any]:
    """Start a headless Chromium with a profile of its own."""
    from playwright.sync_api import sync_playwright

    place = shutil.which("chromium") or shutil.which("google-chrome")
    if place is None:
        raise SystemExit("Chromium is not installed; this benchmark needs it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=ARGUMENTS)
        yield browser
        browser.close()


def draw(browser: Any, path: Path, runs: int = RUNS) -> tuple[float, float, int]:
    """Open a page some times; give the seconds to its first draw, a step's ms and its requests."""
    firsts, steps, requests = [], [], 0
    for _ in range(runs):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_init_script(HOOK)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.route("http**", lambda route: route.abort())
        page.goto(f"file://{path}", timeout=1000 * PATIENCE, wait_until="commit")
        firsts.append(_first_draw(page))
        requests = sum(url.startswith("http") for url in asked)
        if page.locator("#asat").count():
            steps.append(page.evaluate(STEPS))
        context.close()
    return statistics.median(firsts) / 1000, statistics.median(steps or [0.0]), requests


def _first_draw(page: Any) -> float:
    """Wait until something is drawn, and give when that was."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        # While a page settles its layout it answers nothing; the question waits with it.
        page.set_default_timeout(1000 * PATIENCE)
        if found := page.evaluate("window.firstDraw ?? 0"):
            return float(found)
        time.sleep(0.05)
    return float("inf")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure the network page alone.")
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    print(measure_drawing(tuple(parser.parse_args().sizes)))
    print(measure_making())
