"""`themegraph push`: an export into the user's own store."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from themegraph.cli.common import DONE, UNREADABLE, USAGE, fail


@click.command()
@click.argument("url", metavar="URL")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--user", help="For Basic authentication; the password is taken from THEMEGRAPH_PASSWORD.")
@click.option(
    "--all", "everything", is_flag=True, help="Sends every graph, even where the store says it has it."
)
@click.option(
    "--timeout", default=60.0, show_default=True, help="Seconds to wait for each answer of the store."
)
@click.option("--quiet", "-q", is_flag=True, help="No summary.")
def push(
    url: str, files: tuple[Path, ...], user: str | None, everything: bool, timeout: float, quiet: bool
) -> None:
    """Loads exports into a SPARQL 1.1 store by its Graph Store URL: a named graph for each document.

    Without a FILE, exports/graph.ttl. A second push changes nothing; the graph of a document that is gone
    goes. Nothing else in the store is touched.

    \b
    themegraph push http://localhost:7878/store out/graph.ttl                      (Oxigraph)
    themegraph push http://localhost:3030/ds/data out/graph.ttl --user admin       (Fuseki)
    themegraph push http://localhost:7200/repositories/r/rdf-graphs/service out    (GraphDB)
    """
    from themegraph.push import PushError
    from themegraph.push import push as send
    from themegraph.query import DataError

    if not url.startswith(("http://", "https://")):
        fail(f"{url}: is no http or https URL", USAGE)
    account = (user, os.environ.get("THEMEGRAPH_PASSWORD", "")) if user else None
    try:
        done = send(url, files or (Path("exports/graph.ttl"),), account, everything, timeout)
    except (DataError, PushError) as error:
        fail(str(error), UNREADABLE)
    if not quiet:
        click.echo(
            f"{done.sent:,} graphs sent, {done.unchanged:,} already there, {done.removed:,} removed", err=True
        )
    sys.exit(DONE)
