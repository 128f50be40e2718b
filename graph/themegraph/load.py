"""Reads an exported graph back: node-link JSON with all it holds, and any RDF of the exports.

Attributes that analysis adds are not read, for `analyse.annotate` gives the same ones again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import networkx as nx
import pyoxigraph as ox

from themegraph.export import EXPORTERS
from themegraph.export.rdf.quads import ROLE_PROPERTIES
from themegraph.graph import build
from themegraph.model import Citation, Company, Evidence, Link, Polarity, Role, Stance, Theme
from themegraph.namespaces import DCT, OA, PROV, RDF, RDFS, SCHEMA, SKOS, TERMS
from themegraph.vocabulary import Vocabulary
from themegraph.vocabulary.cues import Words

Graph = nx.MultiDiGraph
_ROLES = {iri: role for role, iri in ROLE_PROPERTIES.items()}


class LoadError(ValueError):
    """A file that cannot be read as a graph; says which, where and why."""


def load(path: Path | str) -> Graph[str]:
    """The graph of a file (.json, .ttl, .nt, .nq, .trig, .rdf, .jsonld), or of a folder of exports.

    In a folder the first that is there is read, JSON before Turtle before the rest.
    """
    path = Path(path)
    if path.is_dir():
        names = [EXPORTERS[name].file for name in READERS.values() if (path / EXPORTERS[name].file).is_file()]
        if not names:
            raise LoadError(
                f"{path}: holds no graph ({', '.join(EXPORTERS[n].file for n in READERS.values())})"
            )
        path = path / names[0]
    if path.suffix not in READERS:
        raise LoadError(f"{path}: is no format that is read back ({' '.join(READERS)})")
    read = _node_link if path.suffix == ".json" else _rdf
    try:
        return read(path)
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror or error}") from error
    except (json.JSONDecodeError, SyntaxError) as error:
        place = f"{path}:{error.lineno}" if error.lineno else f"{path}"
        raise LoadError(f"{place}: {str(error).splitlines()[0]}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LoadError(
            f"{path}: is no graph that themegraph wrote ({type(error).__name__}: {error})"
        ) from error


# The ending of a file -> the exporter that writes it, in the order in which a folder is searched.
READERS = {
    ".json": "node-link",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
}


def _node_link(path: Path) -> Graph[str]:
    data = json.loads(path.read_text(encoding="utf-8"))
    companies, themes, links = [], [], []
    broader: dict[str, list[str]] = defaultdict(list)
    for edge in data["links"]:
        company, theme = _id(edge["source"]), _id(edge["target"])
        if edge["relation"] == "broader":
            broader[company].append(theme)
        for cited in edge.get("citations", ()):
            links.append(_link(cited, company, theme, Role(edge["role"])))
    for node in data["nodes"]:
        labels = {language: str(node[f"label_{language}"]) for language in ("en", "ko")}
        aliases = {"": tuple(node.get("aliases", ()))}
        if node["kind"] == "company":
            companies.append(
                Company(
                    node["identifier"], labels, aliases, tuple(node.get("tickers", ())), node.get("country", ""),
                    node.get("industry", ""), provisional=node["provisional"],
                )
            )  # fmt: skip
        else:
            definitions = {la: node[k] for la in ("en", "ko") if (k := f"definition_{la}") in node}
            themes.append(
                Theme(
                    node["identifier"], labels, tuple(sorted(broader[node["identifier"]])), aliases, definitions,
                    polarity=Polarity(node["polarity"]),
                )
            )  # fmt: skip
    graph = data["graph"]
    return _built(companies, themes, links, graph["copies"], graph["documents"])


def _link(cited: Mapping[str, Any], company: str, theme: str, role: Role) -> Link:
    citation = Citation(
        cited["document"], cited["title"], cited["published"], cited["language"], cited["publisher"], cited["source"]
    )  # fmt: skip
    evidence = tuple(Evidence(e["start"], e["end"], e["quote"]) for e in cited["evidence"])
    return Link(citation, company, theme, role, Stance(cited["stance"]), cited["confidence"], evidence)


class _Facts:
    """Triples by subject and predicate."""

    def __init__(self, triples: Iterable[Any]) -> None:
        self.by_subject: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self.by_type: dict[str, list[str]] = defaultdict(list)
        for triple in triples:
            subject = triple.subject.value
            self.by_subject[subject][triple.predicate.value].append(triple.object)
            if triple.predicate.value == RDF + "type":
                self.by_type[triple.object.value].append(subject)

    def of(self, kind: str) -> list[str]:
        return sorted(set(self.by_type[kind]))

    def all(self, subject: str, predicate: str) -> list[str]:
        found = self.by_subject.get(subject, {}).get(predicate, ())
        return sorted({term.value for term in found})

    def one(self, subject: str, *predicates: str) -> str:
        return next((values[0] for p in predicates if (values := self.all(subject, p))), "")

    def labels(self, subject: str, predicate: str) -> dict[str, str]:
        found = self.by_subject.get(subject, {}).get(predicate, ())
        return {term.language: term.value for term in sorted(found, key=str)}


def _rdf(path: Path) -> Graph[str]:
    facts = _Facts(ox.parse(path=str(path)))
    companies = [
        Company(
            _id(iri), facts.labels(iri, RDFS + "label"), {"": tuple(facts.all(iri, SCHEMA + "alternateName"))},
            tuple(facts.all(iri, TERMS + "listing")), facts.one(iri, TERMS + "country"),
            facts.one(iri, TERMS + "industry"), provisional=facts.one(iri, TERMS + "provisional") == "true",
        )
        for iri in facts.of(TERMS + "Company")
    ]  # fmt: skip
    themes = [
        Theme(
            _id(iri), facts.labels(iri, SKOS + "prefLabel"), tuple(map(_id, facts.all(iri, SKOS + "broader"))),
            {"": tuple(facts.all(iri, SKOS + "altLabel"))}, facts.labels(iri, SKOS + "definition"),
            polarity=Polarity(_term(facts.one(iri, TERMS + "polarity")) or "neutral"),
        )
        for iri in facts.of(SKOS + "Concept")
    ]  # fmt: skip
    told: dict[tuple[str, str, str, str], list[Evidence]] = defaultdict(list)
    for iri in facts.of(TERMS + "Evidence"):
        target = facts.one(iri, OA + "hasTarget")
        selectors = facts.all(target, OA + "hasSelector")
        start, end, quote = (
            next(v for s in selectors if (v := facts.one(s, OA + part))) for part in ("start", "end", "exact")
        )
        document, link = facts.one(iri, PROV + "wasDerivedFrom"), facts.one(iri, TERMS + "supports")
        key = document, link, facts.one(iri, TERMS + "stance"), facts.one(iri, TERMS + "confidence")
        told[key].append(Evidence(int(start), int(end), quote))
    citations = {iri: _citation(facts, iri) for iri in facts.of(TERMS + "Document")}
    links = [
        Link(
            citations[document], _id(facts.one(link, TERMS + "company")), _id(facts.one(link, TERMS + "theme")),
            _ROLES[facts.one(link, TERMS + "role")], Stance(_term(stance)), float(confidence), tuple(sorted(evidence)),
        )
        for (document, link, stance, confidence), evidence in sorted(told.items())
    ]  # fmt: skip
    copies = {
        citation.document: citations[original].document
        for iri, citation in citations.items()
        if (original := facts.one(iri, TERMS + "copyOf")) in citations
    }
    if not companies and not themes and not facts.by_type[SKOS + "ConceptScheme"]:
        raise ValueError("it names no company and no theme")
    return _built(companies, themes, links, copies, len(citations))


def _citation(facts: _Facts, iri: str) -> Citation:
    return Citation(
        facts.one(iri, DCT + "identifier") or _id(iri),
        facts.one(iri, DCT + "title"),
        facts.one(iri, DCT + "issued", DCT + "date"),
        facts.one(iri, SCHEMA + "inLanguage"),
        facts.one(facts.one(iri, DCT + "publisher"), SCHEMA + "name"),
        facts.one(iri, DCT + "source"),
    )


def _built(
    companies: list[Company],
    themes: list[Theme],
    links: list[Link],
    copies: Mapping[str, str],
    documents: int,
) -> Graph[str]:
    vocabulary = Vocabulary({c.id: c for c in companies}, {t.id: t for t in themes}, (), Words({}, {}))
    graph = build(links, vocabulary, groups=copies)
    graph.graph["documents"] = documents
    return graph


def _id(name: str) -> str:
    """The id at the end of a key or of an IRI."""
    return unquote(name.rsplit("/", 1)[-1]) if "://" in name else name.partition("/")[2]


def _term(iri: str) -> str:
    return iri.removeprefix(TERMS).lower()
