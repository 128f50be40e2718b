"""Loads exported files into a store in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from themegraph.namespaces import BASE, RDF, SKOS


class DataError(ValueError):
    """A file that cannot be read as RDF; the message names the file and, where known, the line."""


def load(paths: Iterable[Path]) -> ox.Store:
    """A store with everything in these files; DataError at the first that cannot be read."""
    store = ox.Store()
    for path in map(export_file, paths):
        format = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
        if format is None:
            raise DataError(f"{path}: is no RDF file (.ttl, .nt, .nq, .trig, .jsonld or .rdf)")
        try:
            store.bulk_load(path=str(path), format=format, base_iri=BASE)
        except SyntaxError as error:
            place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
            raise DataError(f"{place}: {_first_line(error.msg)}") from error
        except OSError as error:
            raise DataError(
                f"{path}: {error.strerror or _first_line(str(error)).partition(' (os')[0]}"
            ) from error
    return store


def export_file(path: Path) -> Path:
    """The file itself; of a folder, its export with the most in it. DataError where there is none."""
    if not path.is_dir():
        return path
    for name in ("graph.trig", "graph.nq", "graph.ttl", "graph.nt", "graph.jsonld", "graph.rdf"):
        if (path / name).is_file():
            return path / name
    raise DataError(f"{path}: holds no graph.ttl, graph.trig or graph.nq; `themegraph build` writes them")


def base_of(store: ox.Store) -> str:
    """The base IRI under which the loaded export was written."""
    kind, concept_scheme = ox.NamedNode(RDF + "type"), ox.NamedNode(SKOS + "ConceptScheme")
    found = (quad.subject for quad in store.quads_for_pattern(None, kind, concept_scheme, None))
    schemes = sorted(subject.value for subject in found if isinstance(subject, ox.NamedNode))
    bases = [iri.removesuffix("themes") for iri in schemes if iri.endswith("themes")]
    return next((base for base in bases if base != BASE), BASE)


def _first_line(message: str) -> str:
    return re.sub(r"^Parser error at line .*? columns? [^:]*: ", "", message.strip()).splitlines()[0]
