"""`themegraph validate`: what breaks the shapes, in words."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from themegraph.cli.common import DONE, UNREADABLE, fail, printable


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--language", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="Of the messages."
)
def validate(files: tuple[Path, ...], language: str) -> None:
    """Checks exported files against ontology/shapes.ttl, and says what breaks; exit code 1 if anything does.

    \b
    themegraph validate exports/graph.ttl
    themegraph validate out/graph.trig --language ko
    """
    from themegraph.query import DataError
    from themegraph.validate import validate as check

    try:
        breaches = check(files)
    except DataError as error:
        fail(str(error), UNREADABLE)
    for breach in breaches:
        click.echo(printable(breach.said(language)))
    names = ", ".join(map(str, files))
    click.echo(
        printable(f"{names}: {len(breaches)} broken" if breaches else f"{names}: keeps every shape"), err=True
    )
    sys.exit(UNREADABLE if breaches else DONE)
