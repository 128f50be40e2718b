"""Loads an export into any store by the SPARQL 1.1 Graph Store Protocol.

One named graph a document and one for the corpus, as in the export. A small graph of our own in the store
(`<base>push`) says which graphs were sent and with what digest, so that a second push sends nothing that is
there already, and takes away the graph of a document that is gone. It is written before anything else
changes, without the digests of what is about to: whatever breaks in between, the next push mends it.
https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import urllib3

from themegraph.namespaces import DCT, OA, PROV
from themegraph.query import base_of, load

_DIGEST = ox.NamedNode(DCT + "identifier")
_PART = ox.NamedNode(DCT + "hasPart")


class PushError(ValueError):
    """A store that does not take what it is sent; the message is one line."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: how many graphs it sent, left alone, and took away."""

    sent: int
    unchanged: int
    removed: int


def push(
    url: str,
    paths: Iterable[Path],
    user: tuple[str, str] | None = None,
    everything: bool = False,
    timeout: float = 60.0,
    on_graph: Callable[[], None] = lambda: None,
) -> Pushed:
    """Makes the store behind this Graph Store URL hold what these exports hold, and nothing that they held before.

    `everything` sends all graphs, whatever the store says it has. DataError where a file cannot be read;
    PushError where the store does not answer, or not as it should. `timeout` in seconds is for each request.
    """
    store = load(paths)
    base = base_of(store)
    bodies = {name: _body(triples) for name, triples in _partition(store, base).items()}
    digests = {name: sha256(body).hexdigest() for name, body in bodies.items()}
    remote = _Remote(url, user, timeout)
    ledger = ox.NamedNode(base + "push")
    before = _entries(remote.get(ledger.value))
    stale = {name for name in before if name not in digests}
    changed = {name for name in digests if everything or before.get(name) != digests[name]}
    if changed or stale:
        kept = {name: digest for name, digest in before.items() if name not in changed | stale}
        remote.put(ledger.value, _ledger(ledger, dict.fromkeys(changed | stale, "") | kept))
        for name in sorted(changed):
            remote.put(name, bodies[name])
            on_graph()
        for name in sorted(stale):
            remote.delete(name)
        remote.put(ledger.value, _ledger(ledger, digests))
    return Pushed(len(changed), len(digests) - len(changed), len(stale))


def _partition(store: ox.Store, base: str) -> Mapping[str, list[ox.Triple]]:
    """The triples by the name of their graph; those of a file without named graphs go where an export puts them."""
    corpus = base + "graph"
    owner: dict[str, str] = {}
    for predicate in (PROV + "wasDerivedFrom", OA + "hasSource"):
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            owner[str(quad.subject)] = str(quad.object)
    for quad in store.quads_for_pattern(None, ox.NamedNode(OA + "hasSelector"), None, None):
        owner[str(quad.object)] = owner.get(str(quad.subject), "")
    documents = f"<{base}document/"
    graphs: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in store:
        if isinstance(quad.graph_name, ox.NamedNode):
            name = quad.graph_name.value
        else:
            document = owner.get(str(quad.subject), str(quad.subject))
            inside = document.startswith(documents)
            name = f"{base}graph/{document[len(documents) : -1]}" if inside else corpus
        graphs[name].append(quad.triple)
    return graphs


def _body(triples: list[ox.Triple]) -> bytes:
    lines = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))


def _ledger(node: ox.NamedNode, digests: Mapping[str, str]) -> bytes:
    triples = []
    for name, digest in digests.items():
        part = ox.NamedNode(name)
        triples.append(ox.Triple(node, _PART, part))
        if digest:
            triples.append(ox.Triple(part, _DIGEST, ox.Literal(digest)))
    return _body(triples)


def _entries(body: bytes) -> Mapping[str, str]:
    """Graphs and digests of a ledger; nothing where the store has none yet."""
    entries: dict[str, str] = {}
    try:
        for triple in ox.parse(input=body, format=ox.RdfFormat.N_TRIPLES):
            if triple.predicate == _PART and isinstance(triple.object, ox.NamedNode):
                entries.setdefault(triple.object.value, "")
            elif triple.predicate == _DIGEST and isinstance(triple.object, ox.Literal):
                entries[str(triple.subject)[1:-1]] = triple.object.value
    except (SyntaxError, ValueError) as error:
        raise PushError("the store answers with something that is no N-Triples; is this its Graph Store URL?") from error  # fmt: skip
    return entries


class _Remote:
    """One store over HTTP; every trouble becomes a PushError of one line."""

    def __init__(self, url: str, user: tuple[str, str] | None, timeout: float) -> None:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise PushError(f"{url}: is no http or https URL")
        self.url = url
        self.headers = urllib3.make_headers(basic_auth=":".join(user)) if user else {}
        self.pool = urllib3.PoolManager(
            timeout=timeout, retries=urllib3.Retry(connect=1, read=0, redirect=3, other=0)
        )

    def get(self, graph: str) -> bytes:
        response = self._send("GET", graph, {"Accept": "application/n-triples"}, None, (200, 404))
        return response.data if response.status == 200 else b""

    def put(self, graph: str, body: bytes) -> None:
        self._send("PUT", graph, {"Content-Type": "application/n-triples"}, body, (200, 201, 204))

    def delete(self, graph: str) -> None:
        self._send("DELETE", graph, {}, None, (200, 202, 204, 404))

    def _send(
        self, method: str, graph: str, headers: Mapping[str, str], body: bytes | None, fine: tuple[int, ...]
    ) -> urllib3.BaseHTTPResponse:
        joint = "&" if "?" in self.url else "?"
        address = f"{self.url}{joint}graph={quote(graph, safe='')}"
        try:
            response = self.pool.request(method, address, body=body, headers={**self.headers, **headers})
        except urllib3.exceptions.HTTPError as error:
            reason = getattr(error, "reason", None) or error
            cause = str(reason).rpartition(": ")[2] or type(reason).__name__
            raise PushError(f"{self.url}: does not answer: {cause}") from error
        if response.status not in fine:
            said = " ".join(response.data[:300].decode("utf-8", "replace").split())[:120]
            raise PushError(
                f"{self.url}: answers {response.status} to {method} of {graph}"
                + (f": {said}" if said else "")
            )
        return response
