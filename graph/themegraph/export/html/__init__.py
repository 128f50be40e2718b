"""One HTML page to browse a graph with: it needs no network, and holds everything it shows.

pyvis makes the page from our own template; web/ is the viewer, plain ES modules without a build step;
vendor/ is vis-network, which draws.
"""

from __future__ import annotations

import base64
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

import networkx as nx
from markupsafe import Markup
from pyvis.network import Network

from themegraph.export.html.blocks import pack
from themegraph.export.html.data import records
from themegraph.export.html.modules import inline

_HERE = Path(__file__).resolve().parent
_VENDORED = ("vis-data.min.js", "vis-network.min.js")  # in the order in which they need each other

# What vis-network is told; positions are computed before, so nothing moves by itself.
_OPTIONS = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "tooltipDelay": 100000},
    "edges": {"smooth": False, "chosen": False, "hoverWidth": 0, "selectionWidth": 0},
    "nodes": {"chosen": False, "font": {"size": 0}},
}  # fmt: skip


def write(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the page; the same graph gives the same bytes."""
    path.write_bytes(page(graph, base).encode("utf-8"))


def page(graph: nx.MultiDiGraph[str], base: str) -> str:
    """The page as text; `base` is the IRI under which the exports name companies and themes."""
    found = records(graph)
    network = Network(directed=True, heading="themegraph")
    # add_node and add_edge compare each with all others: minutes at 10,000 nodes.
    network.nodes, network.edges = found.nodes, found.edges
    network.options = _OPTIONS
    network.set_template_dir(str(_HERE), "template.html")
    network.templateEnv.autoescape = True
    scripts, style = _scripts(), _style()
    network.templateEnv.globals |= {
        "pack": partial(pack, graph.name, graph.graph.get("documents", 0), found.documents, found.originals),
        "scripts": scripts,
        "style": style,
        "policy": _policy(scripts, style),
    }  # fmt: skip
    text: str = network.generate_html()
    return text


@lru_cache(maxsize=1)
def _scripts() -> tuple[Markup, ...]:
    """The vendored scripts and the viewer, each to stand in a script element of its own."""
    vendored = [(_HERE / "vendor" / name).read_text(encoding="utf-8") for name in _VENDORED]
    # The source maps are not part of the page; without the last line no browser looks for them.
    bare = [text.partition("//# sourceMappingURL")[0].rstrip() for text in vendored]
    return tuple(Markup(f"\n{text}\n") for text in (*bare, inline(_HERE / "web", "main")))


@lru_cache(maxsize=1)
def _style() -> Markup:
    text = (_HERE / "web" / "style.css").read_text(encoding="utf-8").replace("\r\n", "\n")
    return Markup(f"\n{text}\n")


def _policy(scripts: tuple[Markup, ...], style: Markup) -> str:
    """The Content-Security-Policy: these scripts, this style, images made by the page, and nothing else."""
    return "; ".join((
        "default-src 'none'",
        "script-src " + " ".join(_hash(script) for script in scripts),
        "style-src " + _hash(style),
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ))  # fmt: skip


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
