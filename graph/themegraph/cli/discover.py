"""`themegraph discover`: companies and phrases that the vocabulary does not know."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themegraph.cli.common import (
    DONE,
    UNREADABLE,
    make_extractor,
    noted,
    output,
    printable,
    progress,
    vocabulary_options,
)

if TYPE_CHECKING:
    from themegraph.model import Problem


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--companies-out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Writes them as a CSV, ready for --companies.",
)
@click.option(
    "--themes-out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Writes the phrases as a SKOS scheme, ready for --themes.",
)
@click.option("--least", default=3, show_default=True, help="A phrase counts from so many documents on.")
@click.option("--most", default=30, show_default=True, help="How many phrases to show and to write.")
@vocabulary_options
def discover(
    sources: tuple[str, ...], companies_out: Path | None, themes_out: Path | None, least: int, most: int,
    companies: tuple[Path, ...], themes: tuple[Path, ...], cues: tuple[Path, ...], quiet: bool,
) -> None:  # fmt: skip
    """Lists companies that articles introduce and no gazetteer holds, and phrases that recur without a theme.

    Look through what it writes, delete what you do not want, and hand the rest back:

    \b
    themegraph discover articles/ --companies-out mine.csv --themes-out mine.ttl
    themegraph build articles/ --companies mine.csv --themes mine.ttl --out out
    """
    extractor = make_extractor(companies, themes, cues)
    from themegraph.corpus import read
    from themegraph.discover import Discovery, companies_csv, themes_turtle

    discovery = Discovery()
    problems: list[Problem] = []
    with progress(quiet) as (step, on_problem):
        for document in read(sources, noted(problems, on_problem)):
            discovery.add(extractor, document)
            step()
    newcomers = discovery.companies()
    phrases = discovery.phrases(least)[:most]
    if not newcomers and not phrases:
        click.echo("nothing that the vocabulary does not know", err=True)
    for newcomer in newcomers:
        names = " / ".join(newcomer.company.names.values())
        click.echo(printable(f"company\t{newcomer.company.id}\t{names}\t{newcomer.documents} documents, {newcomer.mentions} mentions\t{'; '.join(newcomer.why)}"))  # fmt: skip
        for context in newcomer.contexts:
            click.echo(printable(f"\t{context}".replace("\n", " ")))
    for phrase in phrases:
        click.echo(printable(f"phrase\t{phrase.words}\t{phrase.documents} documents\tC-value {phrase.score}"))
        click.echo(printable(f"\t{phrase.contexts[0]}".replace("\n", " ")))
    for path, text in ((companies_out, companies_csv(newcomers)), (themes_out, themes_turtle(phrases))):
        if path:
            with output(path) as line:
                line(text.rstrip("\n"))
    sys.exit(UNREADABLE if problems else DONE)
