"""`themegraph build`: articles in, every export out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themegraph.cli.common import (
    DONE,
    UNREADABLE,
    USAGE,
    checked_base,
    fail,
    make_extractor,
    printable,
    summary,
    vocabulary_options,
)  # fmt: skip
from themegraph.cli.reading import Run, corpus_options, reading

if TYPE_CHECKING:
    from themegraph.corpus import Tally
    from themegraph.model import Extraction


class FormatName(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click
    """The name of an exporter, or `all`; the registry is imported when a name is read or shown."""

    name = "format"

    def names(self) -> list[str]:
        """What may be given."""
        from themegraph.export import EXPORTERS

        return [*EXPORTERS, "all"]

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """The names, as the help shows them."""
        return f"[{'|'.join(self.names())}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, if an exporter has it."""
        if value not in self.names():
            self.fail(f"there is no format {printable(value)} ({', '.join(self.names())})", param, ctx)
        return value


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the exports.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=FormatName(),
    help="A format to write; repeatable. Without it: html, turtle, gexf and gexf-dynamic.",
)
@click.option("--base", default=None, help="The base IRI of the RDF (default: themegraph's own).")
@corpus_options
@vocabulary_options
def build(
    sources: tuple[str, ...], out: Path, formats: tuple[str, ...], base: str | None, companies: tuple[Path, ...], themes: tuple[Path, ...],
    cues: tuple[Path, ...], run: Run,
) -> None:  # fmt: skip
    """Reads articles and writes the graph: a page to browse, RDF to query, a file for Gephi, and more.

    \b
    themegraph build article.txt --out out
    themegraph build articles/ more/*.jsonl --out out
    themegraph build articles/ --out out --companies my-companies.csv --themes my-themes.ttl
    themegraph build articles/ --out out --format turtle --format jsonld
    """
    if base is not None:
        base = checked_base(base)
    extractor = make_extractor(companies, themes, cues)
    from themegraph.analyse import annotate
    from themegraph.corpus import Tally
    from themegraph.corpus.tables import is_tables
    from themegraph.export import DEFAULT, EXPORTERS, write
    from themegraph.graph import build as build_graph
    from themegraph.namespaces import BASE

    tally = Tally()
    tables = [Path(source) for source in sources if is_tables(Path(source))]
    if tables and len(sources) > 1:
        fail("the output of a Spark job is built by itself; let one job read all the articles", USAGE)
    groups: dict[str, str] | None = None
    if tables:
        extractions, groups = _read_tables(tables[0], tally)
    else:
        with reading(sources, extractor, tally, run, mentions=False) as found:
            extractions = list(found)
    if not tally.documents:
        fail("nothing could be read, so nothing was written", UNREADABLE)
    graph = build_graph(extractions, extractor.vocabulary, groups=groups)
    graph.graph["documents"] = tally.documents
    graph = annotate(graph)
    written: list[tuple[Path, str]] = []
    chosen = EXPORTERS if "all" in formats else dict.fromkeys(formats or DEFAULT)
    for name in chosen:
        exporter = EXPORTERS[name]
        try:
            written.append((write(graph, out / exporter.file, name, base or BASE), exporter.purpose))
        except OSError as error:
            fail(f"{out / exporter.file}: cannot be written: {error.strerror or error}", UNREADABLE)
    if not run.quiet:
        summary(tally, written)
    sys.exit(UNREADABLE if tally.problems else DONE)


def _read_tables(path: Path, tally: Tally) -> tuple[list[Extraction], dict[str, str]]:
    """What a Spark job left in a folder."""
    from themegraph.corpus.tables import TablesError, read

    try:
        tables = read(path)
    except TablesError as error:
        fail(str(error), UNREADABLE)
    for extraction in tables.extractions:
        tally.count(extraction)
    tally.documents = tables.documents
    for problem in tables.problems:
        tally.problems.append(problem)
        click.echo(f"themegraph: {printable(str(problem))}", err=True)
    return list(tables.extractions), tables.groups
