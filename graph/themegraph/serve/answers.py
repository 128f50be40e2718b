"""What the endpoint and the pages say: runs in the keeper's children, each with the data and a limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

import pyoxigraph as ox

from themegraph.export.rdf.jsonld import document
from themegraph.namespaces import KINDS, prefixes, resource
from themegraph.query import FORMATS, QueryError, Refused, ask, base_of, write
from themegraph.serve import pages, service
from themegraph.serve.messages import Question, Reply
from themegraph.serve.negotiate import best

_TURTLE, _JSONLD, _HTML = "text/turtle", "application/ld+json", "text/html"
_ROWS = {format.media: name for name, format in FORMATS.items() if format.rows} | {
    "application/json": "json", "application/xml": "xml",
}  # fmt: skip
_TRIPLES = {format.media: name for name, format in FORMATS.items() if format.triples}
_GRAPHS = {**_TRIPLES, "application/json": "jsonld"}


@dataclass(frozen=True, slots=True)
class Data:
    """What is served: a store, and the base IRI that it was written under."""

    store: ox.Store
    base: str

    @staticmethod
    def of(store: ox.Store) -> Data:
        """A store with its base; reads now what answers need, as the processes that give them can open nothing."""
        data = Data(store, base_of(store))
        pages.warm()
        list(document((), data.base))
        return data

    def answer(self, question: Question) -> Reply:
        """The reply to a query, to a path, or to neither: the description of the service."""
        if question.query:
            return self._query(question)
        if question.path:
            return self._resource(question)
        return self._service(question)

    def _query(self, question: Question) -> Reply:
        try:
            answer = ask(
                self.store, question.query,
                default_graphs=question.default_graphs, named_graphs=question.named_graphs,
            )  # fmt: skip
            offered = _GRAPHS if isinstance(answer, ox.QueryTriples) else _ROWS
            media = best(question.accept, list(offered))
            if isinstance(answer, ox.QueryBoolean) and media in ("text/csv", "text/tab-separated-values"):
                media = best(
                    question.accept, ["application/sparql-results+json", "application/sparql-results+xml"]
                )
            if media is None:
                return Reply.line(406, f"this answer can be had as {', '.join(offered)}")
            return Reply(200, media, write(answer, offered[media], self.base))
        except Refused as error:
            return Reply.line(403, str(error))
        except QueryError as error:
            return Reply.line(400, str(error))

    def _resource(self, question: Question) -> Reply:
        kind, _, id = question.path.lstrip("/").partition("/")
        iri = ox.NamedNode(resource(kind, unquote(id), self.base)) if kind in KINDS and id else None
        if iri is None or next(self.store.quads_for_pattern(iri, None, None, None), None) is None:
            return Reply.line(404, f"there is no {kind} {unquote(id)} here")
        offered = {_HTML: "html", _TURTLE: "turtle", _JSONLD: "jsonld"}
        named = {name: media for media, name in offered.items()}
        if question.format and question.format not in named:
            return Reply.line(406, f"there is no format {question.format} ({', '.join(named)})")
        media = named.get(question.format) or best(question.accept, list(offered))
        if media == _HTML:
            return Reply(
                200, "text/html; charset=utf-8", pages.page(self.store, self.base, kind, iri).encode()
            )
        about = _unique(pages.about(self.store, iri))
        if media == _TURTLE:
            return Reply(200, _TURTLE, _turtle(about, prefixes(self.base)))
        if media == _JSONLD:
            return Reply(200, _JSONLD, "".join(document(about, self.base)).encode())
        return Reply.line(406, f"this resource can be had as {', '.join(offered)}")

    def _service(self, question: Question) -> Reply:
        media = best(question.accept, list(_TRIPLES))
        if media is None:
            return Reply.line(406, f"the description of this service can be had as {', '.join(_TRIPLES)}")
        triples = service.description(self.store, question.endpoint)
        if media == _JSONLD:
            return Reply(200, media, "".join(document(_unique(triples), self.base)).encode())
        form = FORMATS[_TRIPLES[media]].triples
        plain = form == ox.RdfFormat.N_TRIPLES
        shown = None if plain else prefixes(self.base) | service.PREFIXES
        return Reply(200, media, ox.serialize(_unique(triples), format=form, prefixes=shown) or b"")


def _unique(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Each triple once, subject by subject."""
    return sorted(set(triples), key=str)


def _turtle(triples: list[ox.Triple], shown: dict[str, str]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=shown) or b""
