"""`themegraph build`: articles in, every export out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from themegraph.cli.common import (
    DONE,
    UNREADABLE,
    checked_base,
    fail,
    make_extractor,
    progress,
    summary,
    vocabulary_options,
)  # fmt: skip


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the exports.",
)
@click.option("--base", default=None, help="The base IRI of the RDF (default: themegraph's own).")
@vocabulary_options
def build(
    sources: tuple[str, ...], out: Path, base: str | None, companies: tuple[Path, ...], themes: tuple[Path, ...],
    cues: tuple[Path, ...], quiet: bool,
) -> None:  # fmt: skip
    """Reads articles and writes the graph in every format.

    \b
    themegraph build article.txt --out out
    themegraph build articles/ more/*.jsonl --out out
    themegraph build articles/ --out out --companies my-companies.csv --themes my-themes.ttl
    """
    if base is not None:
        base = checked_base(base)
    extractor = make_extractor(companies, themes, cues)
    from themegraph.corpus import Tally, extract_all
    from themegraph.export import EXPORTERS, write
    from themegraph.graph import build as build_graph
    from themegraph.namespaces import BASE

    tally = Tally()
    with progress(quiet) as (step, problem):
        extractions = list(extract_all(sources, extractor, tally, problem, step))
    if not tally.documents:
        fail("nothing could be read, so nothing was written", UNREADABLE)
    graph = build_graph(extractions, extractor.vocabulary)
    written: list[tuple[Path, str]] = []
    for name, exporter in EXPORTERS.items():
        try:
            written.append((write(graph, out / exporter.file, name, base or BASE), exporter.purpose))
        except OSError as error:
            fail(f"{out / exporter.file}: cannot be written: {error.strerror or error}", UNREADABLE)
    if not quiet:
        summary(tally, written)
    sys.exit(UNREADABLE if tally.problems else DONE)
