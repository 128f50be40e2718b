"""What was read out of a text, as bytes without the text: for the cache, and between processes and machines.

Quotes and surfaces are kept as places and cut out of the text again, so that a record holds for every
document with this text, whatever its id, date and address.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from themegraph.model import Company, Document, Evidence, Extraction, Link, Mention, Role, Stance

_COMPANY = tuple(field.name for field in fields(Company))
_SETS = ("ambiguous", "doubtful")
_TUPLES = ("tickers", "context", "brands", "people")


@dataclass(frozen=True, slots=True)
class Record:
    """An extraction in two parts: UTF-8 JSON each; no bytes where there is nothing, None where nobody looked."""

    links: bytes
    mentions: bytes | None = None


def pack(extraction: Extraction, mentions: bool = True) -> Record:
    """The record of an extraction; `mentions` says whether they were looked for."""
    links: dict[str, Any] = {}
    if extraction.links:
        links["links"] = [
            [k.company, k.theme, k.role, k.stance, k.confidence, [[e.start, e.end] for e in k.evidence]]
            for k in extraction.links
        ]
    if extraction.provisional:
        links["provisional"] = [
            {name: _plain(getattr(company, name)) for name in _COMPANY if getattr(company, name)}
            for company in extraction.provisional
        ]
    if extraction.signature:
        links["signature"] = b64encode(extraction.signature).decode()
    places = [[m.start, m.end, m.kind, m.id] for m in extraction.mentions]
    told = (_json(places) if places else b"") if mentions else None
    return Record(_json(links) if links else b"", told)


def unpack(record: Record, document: Document, mentions: bool = True) -> Extraction:
    """The extraction of a document with this record; ValueError, TypeError, KeyError or IndexError where it is none."""
    citation, text = document.citation, document.text
    data = json.loads(record.links) if record.links else {}
    places = json.loads(record.mentions) if mentions and record.mentions else ()
    return Extraction(
        citation=citation,
        mentions=tuple(Mention(document.id, s, e, kind, id, text[s:e]) for s, e, kind, id in places),
        links=tuple(
            Link(
                citation, company, theme, Role(role), Stance(stance), confidence,
                tuple(Evidence(s, e, text[s:e]) for s, e in evidence),
            )
            for company, theme, role, stance, confidence, evidence in data.get("links", ())
        ),
        provisional=tuple(_company(facts) for facts in data.get("provisional", ())),
        signature=b64decode(data.get("signature", "")),
    )  # fmt: skip


def unpack_companies(record: Record) -> tuple[Company, ...]:
    """The companies that a record introduces."""
    data = json.loads(record.links) if record.links else {}
    return tuple(_company(facts) for facts in data.get("provisional", ()))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return value


def _company(facts: dict[str, Any]) -> Company:
    for name in _TUPLES:
        if name in facts:
            facts[name] = tuple(facts[name])
    for name in _SETS:
        if name in facts:
            facts[name] = frozenset(facts[name])
    if "aliases" in facts:
        facts["aliases"] = {language: tuple(several) for language, several in facts["aliases"].items()}
    facts.setdefault("names", {})
    return Company(**facts)
