"""Turns what a user types for a parameter into an RDF term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyoxigraph as ox

from themegraph.namespaces import DCT, RDFS, SCHEMA, SKOS, TERMS, XSD, resource
from themegraph.query.text import QueryError

Term = ox.NamedNode | ox.Literal


def term(name: str, value: str, store: ox.Store, base: str) -> Term:
    """The term that `--name value` stands for; QueryError where it stands for none.

    Companies and themes are given by id, name or ticker, documents by id, roles by their name (hurt_by),
    dates as YYYY-MM-DD. Whatever else is a string, or `<IRI>`, or a number.
    """
    read = _KINDS.get(name)
    if read:
        return read(name, value, store, base)
    if value.startswith("<") and value.endswith(">"):
        return _iri(name, value[1:-1])
    if value.lstrip("-").isdecimal() and value.isascii():
        return ox.Literal(value, datatype=ox.NamedNode(XSD + "integer"))
    return _string(name, value, store, base)


def _string(name: str, value: str, store: ox.Store, base: str) -> Term:
    try:
        return ox.Literal(value)
    except UnicodeEncodeError as error:
        raise QueryError(f"--{name}: is not Unicode text") from error


def _iri(name: str, value: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(value)
    except ValueError as error:
        raise QueryError(f"--{name} {value}: is no IRI") from error


def _day(name: str, value: str, store: ox.Store, base: str) -> Term:
    try:
        return ox.Literal(date.fromisoformat(value).isoformat(), datatype=ox.NamedNode(XSD + "date"))
    except ValueError as error:
        raise QueryError(f"--{name} {value}: is no date like 2026-01-31") from error


def _resource(kind: str, *properties: str) -> Callable[[str, str, ox.Store, str], Term]:
    """Reads an id, or any value of these properties, in whatever case."""

    def read(name: str, value: str, store: ox.Store, base: str) -> Term:
        if value.startswith("<") and value.endswith(">"):
            return _iri(name, value[1:-1])
        iri = ox.NamedNode(resource(kind, value, base))
        if next(store.quads_for_pattern(iri, None, None, None), None):
            return iri
        wanted, space = value.casefold(), f"{base}{kind}/"
        found = {
            quad.subject.value
            for term in properties
            for quad in store.quads_for_pattern(None, ox.NamedNode(term), None, None)
            if isinstance(quad.object, ox.Literal) and quad.object.value.casefold() == wanted
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(space)
        }
        if len(found) == 1:
            return ox.NamedNode(found.pop())
        if found:
            ids = ", ".join(sorted(iri.removeprefix(space) for iri in found))
            raise QueryError(f"--{name} {value}: is the name of several: {ids}")
        raise QueryError(f"--{name} {value}: there is no such {kind} in the data")

    return read


def _role(name: str, value: str, store: ox.Store, base: str) -> Term:
    roles = {"voices": "voices", "drives": "drives", "hurt_by": "hurtBy", "benefits_from": "benefitsFrom", "exposed_to": "exposedTo"}  # fmt: skip
    key = value.replace("-", "_")
    if key not in roles and value not in roles.values():
        raise QueryError(f"--{name} {value}: there is no such role ({', '.join(roles)})")
    return ox.NamedNode(TERMS + roles.get(key, value))


_company = _resource(
    "company", RDFS + "label", SCHEMA + "alternateName", SCHEMA + "tickerSymbol", TERMS + "listing"
)
_KINDS: dict[str, Callable[[str, str, ox.Store, str], Term]] = {
    "company": _company,
    "peer": _company,
    "theme": _resource("theme", SKOS + "prefLabel", SKOS + "altLabel"),
    "document": _resource("document", DCT + "identifier"),
    "role": _role,
    "since": _day,
    "until": _day,
    "date": _day,
    "ticker": _string,
    "listing": _string,
    "language": _string,
}
