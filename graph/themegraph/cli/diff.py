"""`themegraph diff`: what changed between two graphs, or between two days of one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from themegraph.cli.common import fail, graph_of, language_option, printable

SAME, DIFFERENT, TROUBLE = 0, 1, 2


@click.command()
@click.argument("graphs", metavar="OLD [NEW]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--at",
    "days",
    multiple=True,
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="A day; given twice, compares one graph at two days.",
)
@click.option(
    "--window",
    type=click.IntRange(min=0),
    default=None,
    help="With --at: the days up to each day that count (default: the time between both; 0: all before).",
)
@click.option("--format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@language_option
def diff(
    graphs: tuple[Path, ...], days: tuple[object, ...], window: int | None, format: str, language: str
) -> None:
    """Tells which links are new, gone, flipped in role or stance, stronger or faded.

    A graph is a folder of exports, or one file of them (.json, .ttl, .nt, .nq, .trig, .jsonld, .rdf). Two
    days of one graph are compared by what was told in the days up to each of them.

    \b
    themegraph diff exports-january exports-february
    themegraph diff exports --at 2026-01-31 --at 2026-02-28 --format markdown

    Exit codes, as diff has them: 0 no difference, 1 differences, 2 trouble.
    """
    if (len(graphs), len(days)) not in {(2, 0), (1, 2)}:
        fail("give two graphs, or one graph and --at twice", TROUBLE)
    from themegraph.analyse import differences, two_days
    from themegraph.report.changes import as_json, as_markdown, as_text
    from themegraph.report.words import words

    if days:
        first, second = (f"{day:%Y-%m-%d}" for day in days)
        try:
            old, new = two_days(graph_of(graphs[0], TROUBLE), first, second, window)
        except ValueError as error:
            fail(f"--at: {error}", TROUBLE)
    else:
        old, new = (graph_of(path, TROUBLE) for path in graphs)
    found = differences(old, new)
    spoken = words(language)
    if format == "json":
        click.echo(as_json(found))
    elif format == "markdown":
        click.echo("\n".join(as_markdown(found, old, new, spoken)) or spoken["no_difference"])
    else:
        for line in as_text(found, old, new, spoken):
            click.echo(printable(line))
        if not found:
            click.echo(spoken["no_difference"], err=True)
    sys.exit(DIFFERENT if found else SAME)
