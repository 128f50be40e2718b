"""`themegraph report`: what rises, what fades, what is new and what is contested."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from themegraph.cli.common import DONE, UNREADABLE, USAGE, fail, graph_of, language_option, output


@click.command()
@click.argument("graph", default="exports", type=click.Path(path_type=Path))
@click.option(
    "--out",
    "files",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write, .html or .md; repeatable. Without it: Markdown to stdout.",
)
@click.option(
    "--weeks",
    type=click.IntRange(1, 52),
    default=4,
    show_default=True,
    help="How many weeks count as recent, to be compared with as many before.",
)
@click.option("--quiet", "-q", is_flag=True, help="Do not say what was written.")
@language_option
def report(graph: Path, files: tuple[Path, ...], weeks: int, quiet: bool, language: str) -> None:
    """Writes a report on a graph: rising and fading themes, new links, contested pairs, exposed companies.

    GRAPH is a folder of exports, or one file of them (.json, .ttl, ...). Recent is counted from the newest
    document, so that the same graph always gives the same report.

    \b
    themegraph report exports
    themegraph report exports --out report.html --out report.md --language ko
    """
    from themegraph.report.findings import findings
    from themegraph.report.render import RENDERERS
    from themegraph.report.words import words

    for file in files:
        if file.suffix not in RENDERERS:
            fail(f"--out {file}: a report is {' or '.join(RENDERERS)}", USAGE)
    made = graph_of(graph, UNREADABLE)
    found = findings(made, weeks)
    for file in files or (Path("-"),):
        with output(file) as write:
            write(RENDERERS[file.suffix or ".md"](made, found, words(language)))
        if files and not quiet:
            click.echo(f"  {file}", err=True)
    sys.exit(DONE)
