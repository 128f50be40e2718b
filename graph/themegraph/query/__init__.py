"""SPARQL over exported files: a cookbook, parameters that are bound as terms, and results in the standard formats."""

from __future__ import annotations

from themegraph.query.cookbook import Recipe, cookbook
from themegraph.query.data import DataError, base_of, export_file, load
from themegraph.query.parameters import term
from themegraph.query.results import FORMATS, Answer, ask, default_format, write
from themegraph.query.text import QueryError, Refused, bind, check, names

__all__ = [
    "FORMATS",
    "Answer",
    "DataError",
    "QueryError",
    "Recipe",
    "Refused",
    "ask",
    "base_of",
    "bind",
    "check",
    "cookbook",
    "default_format",
    "export_file",
    "load",
    "names",
    "term",
    "write",
]
