"""A graph of 10,000 nodes and 30,000 edges: one file of bearable size, in which everything works as in a small one.

How fast it is, tests/benchmarks/html_page.py prints; no test asserts a time.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from graphs import synthetic_graph
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from html_page import ACTS, LARGEST, TIMED


def test_a_large_graph_opens_and_does_what_a_reader_asks(pages, open_page):
    path = pages(synthetic_graph(10_000, 30_000), "large")
    assert path.stat().st_size < LARGEST * 1e6
    opened = open_page(path)
    page = opened.page
    expect(page.locator(".counts")).to_contain_text("9,000 companies · 1,000 themes · 30,000 links")
    assert page.evaluate("themegraph.drawn().edges") == 300
    for name, act in ACTS.items():
        page.evaluate(TIMED % act)
        if name.startswith("search"):
            assert page.locator(".search li").count() > 0, name
    assert page.evaluate("themegraph.drawn().edges") > 1900
    expect(page.locator(".panel h2")).to_have_text(re.compile(r".+"))
    assert (opened.errors, opened.outside()) == ([], [])
