"""The web server: the page, a SPARQL endpoint, a query editor, and a page for everything in the graph.

Why Starlette on uvicorn, and not the `oxigraph` server: that one sends its 200 before it knows whether a
query will end in time, cannot refuse SERVICE, has no limit of memory, and serves neither our page nor our
resources, so a proxy would have to stand before it and buffer and parse everything anyway. Starlette and
uvicorn (BSD, many releases a year, pure Python) only carry bytes here; each query runs in a process of its
own, forked from one that holds the data (keeper.py), which can be ended whatever it is doing.
"""

from __future__ import annotations

from themegraph.serve.app import application, run
from themegraph.serve.keeper import Keeper, Limits

__all__ = ["Keeper", "Limits", "application", "run"]
