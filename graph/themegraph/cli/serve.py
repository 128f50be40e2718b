"""`themegraph serve`: the graph on this machine's own web server."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from themegraph.cli.common import DONE, UNREADABLE, USAGE, fail


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--port",
    "-p",
    default=8080,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 takes any free one.",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Only this machine can reach the default."
)
@click.option(
    "--timeout", default=20.0, show_default=True, type=click.FloatRange(0.1), help="Seconds for a query."
)
@click.option(
    "--memory", default=512, show_default=True, type=click.IntRange(16), help="Megabytes for a query."
)
def serve(folder: Path, port: int, host: str, timeout: float, memory: int) -> None:
    """Serves a folder of exports: the page at /, SPARQL at /sparql, and a page for everything in the graph.

    Read only. Of graph.trig, graph.nq and graph.ttl the first that is there is served.

    \b
    themegraph serve exports
    themegraph serve out --port 9000 --timeout 5
    """
    import os

    if not hasattr(os, "fork"):
        fail("serve needs a system with fork (Linux or macOS)", USAGE)
    from themegraph.query import DataError, load
    from themegraph.serve import Keeper, Limits, application, run
    from themegraph.serve.answers import Data

    try:
        store = load([folder])
    except DataError as error:
        fail(str(error), UNREADABLE)
    data = Data.of(store)
    keeper = Keeper(data.answer, Limits(timeout, memory))
    page = (folder if folder.is_dir() else folder.parent) / "graph.html"
    where = f"[{host}]" if ":" in host else host
    try:
        run(
            application(keeper, page, data.base),
            host,
            port,
            lambda at: click.echo(
                f"http://{where}:{at}/  (SPARQL: http://{where}:{at}/sparql); Ctrl-C ends it", err=True
            ),
        )
    except OSError as error:
        fail(f"{host}:{port}: cannot be served: {error.strerror or error}", UNREADABLE)
    except KeyboardInterrupt:
        pass
    finally:
        keeper.close()
    sys.exit(DONE)
