"""A knowledge graph of companies and themes, read from market articles in Korean and English.

import themegraph
documents = themegraph.read(["articles/"])
graph = themegraph.build(themegraph.extract(documents))
themegraph.export.write(graph, "graph.html")
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from themegraph import export as export
    from themegraph.corpus import read as read
    from themegraph.export.rdf import to_rdflib as to_rdflib
    from themegraph.extraction.pipeline import extract as extract
    from themegraph.graph import build as build
    from themegraph.vocabulary import load as load_vocabulary

__version__ = "0.1.0"
__all__ = ["__version__", "build", "export", "extract", "load_vocabulary", "read", "to_rdflib"]

# Names are imported when first used, so that `import themegraph` and `themegraph --help` cost nothing.
_HOME = {
    "build": ("themegraph.graph", "build"),
    "export": ("themegraph.export", ""),
    "extract": ("themegraph.extraction.pipeline", "extract"),
    "load_vocabulary": ("themegraph.vocabulary", "load"),
    "read": ("themegraph.corpus", "read"),
    "to_rdflib": ("themegraph.export.rdf", "to_rdflib"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module themegraph has no attribute {name}")
    module, attribute = _HOME[name]
    found = importlib.import_module(module)
    value = getattr(found, attribute) if attribute else found
    globals()[name] = value
    return value
