"""How fast the page is, beside stock pyvis on the same graph: html_page.py [--sizes 300 10000] [--patience 60].

Each figure is the middle one of three runs in headless Chromium without a GPU. "Interactive" is the time from
the start of the navigation until the drawing stands and the page answers; the others are the time from the
reader's act until the frame that shows its result. Targets stand beside them; what misses its target is marked.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))
import networkx as nx
from chromium import launch
from graphs import synthetic_graph
from playwright.sync_api import Browser, Error, sync_playwright

from themegraph.export import html

RUNS = 3
LIMITS = {300: 1000, 10_000: 3000}  # milliseconds to interactive
ANSWER = 200  # milliseconds to answer a filter or a search
LARGEST = 15  # megabytes

# What a reader does, as a script that takes a moment of the page's time.
ACTS = {
    "switch a role off": "document.querySelector('[data-key=\"rolehurt_by\"]').click()",
    "keep one branch only": "document.querySelector('.facet .only[data-key^=\"onlybranch\"]').click()",
    "back to all": "document.querySelector('.reset').click()",
    "least confidence 80 %": "set(document.querySelectorAll('.slider input')[0], 80)",
    "dates from the middle on": "set(document.querySelector('.range-box .from'), (a => (Number(a.min) + Number(a.max)) / 2 | 0)(document.querySelector('.range-box .from')))",
    "back to all again": "document.querySelector('.reset').click()",
    "search in English": "set(document.querySelector('.search input'), 'power')",
    "search by initial consonants": "set(document.querySelector('.search input'), 'ㄱㄴ')",
    "choose what was found": "document.querySelector('.search li').dispatchEvent(new MouseEvent('mousedown', { bubbles: true }))",
    "open the table": "document.querySelectorAll('.tabs button')[1].click()",
    "sort it by company": "document.querySelector('[data-key=\"sortcompany\"]').click()",
    "open the matrix": "document.querySelectorAll('.tabs button')[2].click()",
    "open themes over time": "document.querySelectorAll('.tabs button')[3].click()",
    "back to the drawing": "document.querySelectorAll('.tabs button')[0].click()",
    "draw 2,000 links": "set(document.querySelectorAll('.slider input')[2], 7)",
}  # fmt: skip
TIMED = """() => new Promise(done => {
    const set = (input, value) => { input.focus(); input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })); };
    const start = performance.now();
    %s;
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def measure(browser: Browser, path: Path) -> tuple[float, dict[str, float]]:
    """Milliseconds to interactive, and for each act."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
    interactive = page.evaluate("performance.getEntriesByName('interactive')[0].startTime")
    page.wait_for_selector("html[data-complete]", state="attached", timeout=60_000)
    acts = {name: page.evaluate(TIMED % act) for name, act in ACTS.items()}
    page.close()
    return interactive, acts


def stock_pyvis(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """The same nodes, edges and quotes as pyvis shows them by itself; edges are assigned, add_edge takes minutes."""
    from pyvis.network import Network

    network = Network(cdn_resources="in_line", directed=True)
    network.nodes = [
        {"id": name, "label": facts["label_en"], "shape": "dot"} for name, facts in graph.nodes(data=True)
    ]
    network.edges = [
        {
            "from": a,
            "to": b,
            "title": "\n".join(e.quote for link in facts.get("links", ()) for e in link.evidence),
        }
        for a, b, facts in graph.edges(data=True)
    ]
    path.write_text(network.generate_html(), "utf-8")


def measure_stock(browser: Browser, path: Path, patience: float) -> float | None:
    """Milliseconds until stock pyvis has settled and answers; None where that takes longer than the patience."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(patience * 1000)
    start = time.monotonic()
    try:
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function(
            "typeof network === 'object' && network && (!document.getElementById('loadingBar') || document.getElementById('loadingBar').style.display === 'none')",
            polling=100,
        )
        return (time.monotonic() - start) * 1000
    except Error:
        return None
    finally:
        context.close()


def line(name: str, value: float, unit: str, target: float | None, more: str = "") -> None:
    """Prints one figure beside its target."""
    shown = f"{value:8.1f}" if unit == "MB" else f"{value:8.0f}"
    aim = f"   (target {target:,} {unit}{': MISSED' if value > target else ''}{more})" if target else ""
    print(f"  {name:32}{shown} {unit}{aim}")


def main() -> int:
    """Prints a table for each size; 1 where a target was missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[300, 10_000],
        help="nodes; there are three times as many edges",
    )
    options.add_argument(
        "--patience", type=float, default=60, help="seconds to wait for stock pyvis; 0 leaves it out"
    )
    asked = options.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for size in asked.sizes:
            graph = synthetic_graph(size, 3 * size)
            path = Path(folder) / f"page-{size}.html"
            start = time.monotonic()
            html.write(graph, path, "https://themegraph.example/")
            written = time.monotonic() - start
            megabytes = path.stat().st_size / 1e6
            runs = []
            for _ in range(RUNS):
                browser = launch(playwright)
                runs.append(measure(browser, path))
                browser.close()
            interactive = statistics.median(run[0] for run in runs)
            print(f"\n{size:,} nodes, {3 * size:,} edges, 3 quotes an edge")
            line("file", megabytes, "MB", LARGEST, f"; written in {written:.1f} s")
            line("interactive", interactive, "ms", LIMITS.get(size))
            missed |= interactive > LIMITS.get(size, float("inf")) or megabytes > LARGEST
            for name in ACTS:
                took = statistics.median(run[1][name] for run in runs)
                target = None if name.startswith("draw") else ANSWER
                line(name, took, "ms", target)
                missed |= target is not None and took > target
            if asked.patience:
                stock = Path(folder) / f"stock-{size}.html"
                stock_pyvis(graph, stock)
                browser = launch(playwright)
                took_stock = measure_stock(browser, stock, asked.patience)
                browser.close()
                words = f"{took_stock:8.0f} ms" if took_stock else f"  > {asked.patience * 1000:.0f} ms"
                print(
                    f"  {'stock pyvis, interactive':32}{words}   ({stock.stat().st_size / 1e6:.1f} MB, asks a CDN for Bootstrap)"
                )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
