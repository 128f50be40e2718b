"""The cookbook: ontology/queries, in the convention of SIB's example queries.

A recipe is a `.rq` file with the query and a `.ttl` file beside it that describes it
(https://github.com/sib-swiss/sparql-examples).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from themegraph import resources
from themegraph.namespaces import RDFS
from themegraph.query.text import names

# Variables that a recipe is asked with; every query can be asked with its own variables besides.
PARAMETERS = ("company", "theme", "since", "until", "ticker", "listing", "language")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A question that a user would ask: its name, title and comment by language, and its query."""

    name: str
    titles: Mapping[str, str]
    comments: Mapping[str, str]
    text: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that may be given; without one the question is asked of everything."""
        found = names(self.text)
        return tuple(name for name in PARAMETERS if name in found)


@cache
def cookbook() -> Mapping[str, Recipe]:
    """All recipes by name, in alphabetical order."""
    folder = resources.folder("ontology") / "queries"
    recipes = {}
    for path in sorted(folder.glob("*.rq")):
        said: dict[str, dict[str, str]] = {RDFS + "label": {}, RDFS + "comment": {}}
        for triple in ox.parse(path=str(path.with_suffix(".ttl"))):
            if triple.predicate.value in said and isinstance(triple.object, ox.Literal):
                said[triple.predicate.value][triple.object.language or ""] = triple.object.value
        text = path.read_text("utf-8")
        recipes[path.stem] = Recipe(path.stem, said[RDFS + "label"], said[RDFS + "comment"], text)
    return recipes
