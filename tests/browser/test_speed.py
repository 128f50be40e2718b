"""Fast enough: what tests/benchmarks/html_page.py measures, as limits that must hold."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from graphs import synthetic_graph

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from html_page import ACTS, ANSWER, LARGEST, LIMITS, measure


@pytest.mark.parametrize("size", LIMITS)
def test_it_opens_and_answers_in_time(pages, browser, size):
    path = pages(synthetic_graph(size, 3 * size), f"speed-{size}")
    assert path.stat().st_size < LARGEST * 1e6
    runs = [measure(browser, path) for _ in range(3)]
    assert min(interactive for interactive, _ in runs) < LIMITS[size]
    best = {name: min(acts[name] for _, acts in runs) for name in ACTS if not name.startswith("draw")}
    assert {name: took for name, took in best.items() if took > ANSWER} == {}
