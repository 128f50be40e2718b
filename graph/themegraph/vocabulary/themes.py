"""Reads a SKOS scheme of themes (ontology/themes.ttl, or a user's own)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from themegraph.model import Polarity, Role, Theme
from themegraph.namespaces import BASE, RDF, SKOS, TERMS

_ROLES = {
    TERMS + name: role
    for name, role in {
        "voices": Role.VOICES,
        "drives": Role.DRIVES,
        "hurtBy": Role.HURT_BY,
        "benefitsFrom": Role.BENEFITS_FROM,
        "exposedTo": Role.EXPOSED_TO,
    }.items()
}


class ThemeError(ValueError):
    """A theme file that cannot be read; the message names the file and, where known, the line."""


def _id(iri: str) -> str:
    return unquote(iri.rstrip("/").replace("#", "/").rsplit("/", 1)[-1])


def read_themes(path: Path) -> tuple[Theme, ...]:
    """The concepts of a Turtle file, sorted by id; ThemeError where it is no Turtle or breaks SKOS."""
    try:
        triples = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=BASE))
    except SyntaxError as error:
        raise ThemeError(f"{path}:{error.lineno}: {error.msg}") from error
    except (OSError, ValueError) as error:
        raise ThemeError(f"{path}: {error}") from error
    about: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for t in triples:
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode | ox.Literal):
            about[t.subject.value][t.predicate.value].append(t.object)
    concepts = {
        iri: facts
        for iri, facts in about.items()
        if any(o.value == SKOS + "Concept" for o in facts.get(RDF + "type", ()))
    }
    themes = []
    for iri, facts in concepts.items():
        labels: dict[str, str] = {}
        for label in facts.get(SKOS + "prefLabel", ()):
            language = getattr(label, "language", None) or ""
            if language in labels:
                raise ThemeError(f"{path}: {_id(iri)} has two prefLabels in {language or 'no language'}")
            labels[language] = label.value
        if not labels:
            raise ThemeError(f"{path}: {_id(iri)} has no skos:prefLabel")
        synonyms: dict[str, list[str]] = defaultdict(list)
        for label in facts.get(SKOS + "altLabel", ()):
            synonyms[getattr(label, "language", None) or ""].append(label.value)
        broader = sorted(_id(o.value) for o in facts.get(SKOS + "broader", ()))
        for parent in facts.get(SKOS + "broader", ()):
            if parent.value not in concepts:
                raise ThemeError(f"{path}: {_id(iri)} is under {_id(parent.value)}, which is no concept here")
        roles = [_ROLES[o.value] for o in facts.get(TERMS + "defaultRole", ()) if o.value in _ROLES]
        polarity = [_id(o.value).lower() for o in facts.get(TERMS + "polarity", ())]
        themes.append(
            Theme(
                id=_id(iri),
                labels=dict(sorted(labels.items())),
                broader=tuple(broader),
                synonyms={k: tuple(sorted(set(v))) for k, v in sorted(synonyms.items())},
                definitions={
                    getattr(o, "language", None) or "": o.value
                    for o in sorted(facts.get(SKOS + "definition", ()), key=str)
                },
                role=min(roles, default=Role.EXPOSED_TO, key=list(Role).index),
                polarity=Polarity(polarity[0]) if polarity else Polarity.NEUTRAL,
                industries=frozenset(o.value for o in facts.get(TERMS + "industry", ())),
            )
        )
    _check_no_circle(path, themes)
    return tuple(sorted(themes, key=lambda theme: theme.id))


def _check_no_circle(path: Path, themes: list[Theme]) -> None:
    broader = {theme.id: theme.broader for theme in themes}
    for theme in themes:
        seen: set[str] = set()
        above = list(theme.broader)
        while above:
            parent = above.pop()
            if parent == theme.id:
                raise ThemeError(f"{path}: {theme.id} is broader than itself")
            if parent not in seen:
                seen.add(parent)
                above.extend(broader.get(parent, ()))
