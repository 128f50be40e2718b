"""Tells why a document links a company with a theme, or what kept it from doing so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from themegraph.extraction.pipeline import Extractor, Look
from themegraph.extraction.themes import Claim
from themegraph.model import Document


class Verdict(StrEnum):
    """How it came out; the first that applies, in this order."""

    LINKED = "linked"
    NO_MENTION = "the company is not mentioned"
    LEFT_ALONE = "its name is ambiguous here and nothing decides"
    NO_CLAIM = "no sentence claims the theme"
    EXCLUDED = "what claims the theme is ruled out by another phrase of the sentence"
    APART = "company and theme stand too far apart"
    DENIED = "the sentence denies the connection"
    WEAK = "below the threshold"


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the document `[start, end)` and what they were taken for."""

    start: int
    end: int
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A mention and a claim that were weighed together, with the features that weighed most (log-odds)."""

    mention: Place
    claim: Place
    probability: float
    denied: bool
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that was seen of one company and one theme in one document."""

    document: Document
    company: str
    theme: str
    verdict: Verdict
    threshold: float
    mentions: tuple[Place, ...]
    left_alone: tuple[Place, ...]
    claims: tuple[Place, ...]
    excluded: tuple[Place, ...]
    pairs: tuple[Pair, ...]


_MOST_REASONS = 8


def explain(extractor: Extractor, document: Document, company: str, theme: str) -> Explanation:
    """Looks at a document as `extract` does, and keeps what concerns this company (id) and this theme (id)."""
    look = extractor.look(document.text)
    reading = look.reading
    mentions = tuple(
        Place(*reading.span(f.start, f.end), f.kind, f.why) for f in look.found if f.company == company
    )
    left = tuple(
        Place(*reading.span(u.start, u.end), "company", u.why)
        for u in look.undecided
        if company in u.companies
    )
    claims = tuple(
        Place(*reading.span(c.start, c.end), "theme", _claimed(extractor, c))
        for several in look.claims.values() for c in several if c.theme == theme
    )  # fmt: skip
    excluded = tuple(_excluded(extractor, look, theme)) if not claims else ()
    pairs = tuple(sorted(_pairs(extractor, look, company, theme), key=lambda p: (p.denied, -p.probability)))
    return Explanation(
        document, company, theme, _verdict(extractor, mentions, left, claims, excluded, pairs),
        extractor.judge.threshold, mentions, left, claims, excluded, pairs,
    )  # fmt: skip


def _claimed(extractor: Extractor, claim: Claim) -> str:
    """The cues that claim a theme, or that only the model of themes does."""
    if claim.told:
        return "; ".join(extractor.vocabulary.cues[n].text for n in claim.cues)
    return f"no cue, the model of themes: {claim.likely:.2f}"


def _excluded(extractor: Extractor, look: Look, theme: str) -> Iterator[Place]:
    (sensed,) = extractor.cues.find(extractor.scanner.scan([look.reading]))
    for cues in sensed.cues.values():
        own = [c for c in cues if c.theme == theme]
        if any(c.kind != "exclude" for c in own):
            for hit in own:
                if hit.kind == "exclude":
                    line = extractor.vocabulary.cues[hit.cue].text
                    yield Place(*look.reading.span(hit.start, hit.end), "theme", line)


def _pairs(extractor: Extractor, look: Look, company: str, theme: str) -> Iterator[Pair]:
    span, weights = look.reading.span, extractor.judge.link
    for candidate in look.candidates:
        if candidate.company == company and candidate.claim.theme == theme:
            m, c = candidate.mention, candidate.claim
            weighed = [
                (n, round(weights.get(n, 0.0), 2))
                for n in (*candidate.features, *candidate.wording())
                if n != "bias"
            ]
            weighed = [w for w in weighed if w[1]]
            weighed.sort(key=lambda w: (-abs(w[1]), w[0]))
            yield Pair(
                Place(*span(m.start, m.end), m.kind, m.why),
                Place(*span(c.start, c.end), "theme", _claimed(extractor, c)),
                round(extractor.probabilities((candidate,))[0], 3),
                candidate.denied,
                tuple(weighed[:_MOST_REASONS]),
            )  # fmt: skip


def _verdict(
    extractor: Extractor, mentions: tuple[Place, ...], left: tuple[Place, ...], claims: tuple[Place, ...],
    excluded: tuple[Place, ...], pairs: tuple[Pair, ...],
) -> Verdict:  # fmt: skip
    if any(not p.denied and p.probability >= extractor.judge.threshold for p in pairs):
        return Verdict.LINKED
    if not mentions:
        return Verdict.LEFT_ALONE if left else Verdict.NO_MENTION
    if not claims:
        return Verdict.EXCLUDED if excluded else Verdict.NO_CLAIM
    if not pairs:
        return Verdict.APART
    return Verdict.DENIED if all(p.denied for p in pairs) else Verdict.WEAK
