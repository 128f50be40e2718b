"""`themegraph collect`: feeds and pages into a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from themegraph.cli.common import DONE, UNREADABLE, USAGE, fail, printable


@click.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option(
    "--into",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that keeps the files.",
)
@click.option(
    "--pause",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, 3600),
    help="Seconds between two requests to a host.",
)
@click.option("--quiet", "-q", is_flag=True, help="Tells of problems only.")
def collect(urls: tuple[str, ...], into: Path, pause: float, quiet: bool) -> None:
    """Fetches feeds and pages, each article into a file of its own, and none twice.

    \b
    themegraph collect https://news.example/rss https://blog.example/post --into articles
    themegraph build articles --out out

    robots.txt is kept to. What is in the folder already is not asked for again, so the command can run every hour.
    """
    from themegraph.collect import Collector, Kept

    for url in urls:
        if not url.startswith(("http://", "https://")):
            fail(f"{url}: is no http or https address", USAGE)
    kept = missed = 0
    try:
        for result in Collector(into, pause).collect(urls):
            if isinstance(result, Kept):
                kept += 1
                if not quiet:
                    click.echo(printable(f"{result.path}"), err=True)
            else:
                missed += 1
                click.echo(printable(f"themegraph: {result.url}: {result.cause}"), err=True)
    except OSError as error:
        fail(f"{into}: cannot be written: {error.strerror or error}", UNREADABLE)
    if not quiet:
        click.echo(f"{kept:,} new files in {printable(str(into))}", err=True)
    sys.exit(UNREADABLE if missed else DONE)
