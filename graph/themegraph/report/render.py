"""Writes findings as Markdown and as an HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jinja2

from themegraph.analyse import Graph
from themegraph.report import svg
from themegraph.report.changes import escape
from themegraph.report.findings import Findings
from themegraph.report.words import Words

_HERE = Path(__file__).resolve().parent


def markdown(graph: Graph[str], found: Findings, words: Words) -> str:
    """The report in Markdown."""
    return _render("report.md", graph, found, words, autoescape=False)


def html(graph: Graph[str], found: Findings, words: Words) -> str:
    """The report as a page with charts: one file without scripts."""
    return _render("report.html", graph, found, words, autoescape=True)


# The ending of a file -> what writes it.
RENDERERS: dict[str, Callable[[Graph[str], Findings, Words], str]] = {".html": html, ".md": markdown}


def _render(template: str, graph: Graph[str], found: Findings, words: Words, *, autoescape: bool) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=autoescape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def name(key: str) -> str:
        label = words.name(graph, key)
        return label if autoescape else escape(label)

    return environment.get_template(template).render(
        f=found, w=words, name=name, names=lambda keys: ", ".join(map(name, keys)), svg=svg
    )
