"""Times every RDF writer on a graph of about a million triples: `python tests/benchmarks/rdf_exports.py [documents]`."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample import VOCABULARY
from themegraph.export import EXPORTERS, write
from themegraph.export.rdf.quads import triples
from themegraph.graph import build
from themegraph.model import Citation, Evidence, Link, Role, Stance
from themegraph.namespaces import BASE


def made(documents: int):
    """Links of this many documents, four in each."""
    for number in range(documents):
        citation = Citation(f"doc-{number}", f"Title {number}", "2026-01-01", "en", f"Press {number % 40}")
        for place in range(4):
            quote = f"Company {number * 7 % 900} tells of theme {place} in sentence {number}."
            yield Link(
                citation, f"company-{number * 7 % 900}", f"theme-{(number + place) % 90}",
                list(Role)[place], Stance.NEUTRAL, 0.7, (Evidence(place * 90, place * 90 + len(quote), quote),),
            )  # fmt: skip


def main(documents: int = 14_000) -> None:
    graph = build(made(documents), VOCABULARY, groups={})
    count = sum(1 for _ in triples(graph, BASE))
    print(f"{count:,} triples; the graph itself: {_megabytes()} MB")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "turtle12", "void"):
            start = time.perf_counter()
            path = write(graph, Path(folder) / EXPORTERS[name].file, name)
            took = time.perf_counter() - start
            print(
                f"{name:9} {took:6.1f} s {path.stat().st_size / 1e6:7.1f} MB written, peak {_megabytes()} MB"
            )


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
