"""The types that travel from one room of the house to the next, one for each arrow.

Offsets are code points of a document's text exactly as it was read; confidences are probabilities;
dates are ISO 8601 strings (a day, or a day with time and zone).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from operator import attrgetter


class Role(StrEnum):
    """In what way a company is linked with a theme; the first that fits, in this order."""

    VOICES = "voices"
    DRIVES = "drives"
    HURT_BY = "hurt_by"
    BENEFITS_FROM = "benefits_from"
    EXPOSED_TO = "exposed_to"


class Stance(StrEnum):
    """What the text says of the company's side in a link."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    MIXED = "mixed"


class Polarity(StrEnum):
    """Whether a theme is by itself good or bad for a company in its midst."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """What it takes to cite a document: everything about it but its text."""

    document: str
    title: str = ""
    published: str = ""
    language: str = ""
    publisher: str = ""
    source: str = ""

    @property
    def day(self) -> str:
        """The day of publication as YYYY-MM-DD, or nothing where it is not known."""
        return self.published[:10]


@dataclass(frozen=True, slots=True)
class Document:
    """One article, its text exactly as it was read."""

    id: str
    text: str
    title: str = ""
    published: str = ""
    language: str = ""
    publisher: str = ""
    source: str = ""

    @property
    def citation(self) -> Citation:
        """The document without its text."""
        return Citation(self.id, self.title, self.published, self.language, self.publisher, self.source)


# The same orders as keys, which sort a million several times sooner than dataclasses compare themselves.
_CITED = tuple(field.name for field in fields(Citation))
citation_order = attrgetter(*_CITED)


@dataclass(frozen=True, slots=True)
class Company:
    """An entry of the gazetteer; see seeds/README.md for what each field holds."""

    id: str
    names: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tickers: tuple[str, ...] = ()
    country: str = ""
    industry: str = ""
    ambiguous: frozenset[str] = frozenset()
    context: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    provisional: bool = False
    doubtful: frozenset[str] = frozenset()

    @property
    def all_names(self) -> tuple[str, ...]:
        """Names and aliases of both languages."""
        return (*self.names.values(), *(a for several in self.aliases.values() for a in several))

    def label(self, language: str) -> str:
        """The usual name in this language, or in the other where it has none, or the id."""
        return self.names.get(language) or next(iter(self.names.values()), "") or self.id


@dataclass(frozen=True, slots=True)
class Theme:
    """A concept of the theme scheme, with what the scheme says of its effect on companies."""

    id: str
    labels: Mapping[str, str]
    broader: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    role: Role = Role.EXPOSED_TO
    polarity: Polarity = Polarity.NEUTRAL
    industries: frozenset[str] = frozenset()

    def label(self, language: str) -> str:
        """The preferred label in this language, or in the other where it has none, or the id."""
        return self.labels.get(language) or next(iter(self.labels.values()), "") or self.id


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place `[start, end)` in a document where a company or a theme stands.

    `kind` is "company" or "theme"; "person" and "brand" stand for a company without being its name.
    """

    document: str
    start: int
    end: int
    kind: str
    id: str
    surface: str


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The sentence that carries a link; `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """In this document, the text itself connects this company with this theme, in this role."""

    citation: Citation
    company: str
    theme: str
    role: Role
    stance: Stance
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def document(self) -> str:
        """The id of the document."""
        return self.citation.document


link_order = attrgetter(
    *(f"citation.{name}" for name in _CITED),
    *(field.name for field in fields(Link) if field.name != "citation"),
)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one document, with the companies that only it introduces.

    `signature` is the sketch of its text by which copies are found (duplicates.py), empty where nobody took it.
    """

    citation: Citation
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    provisional: tuple[Company, ...] = ()
    signature: bytes = b""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that could not be read: where, and why, in one line."""

    source: str
    line: int
    cause: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.cause}"
