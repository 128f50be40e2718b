"""Finds themes: in each sentence, the cues that claim one, less those that the same sentence rules out.

Writes `doc.spans["themes"]` when used as the spaCy component `themegraph_themes`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from themegraph.extraction.cues import CueHit
from themegraph.extraction.suggest import NONE, Suggestion
from themegraph.model import Role

# The probability of a theme that a cue claims and the model has never heard of.
_BELIEVED = 0.9


@dataclass(frozen=True, slots=True)
class Claim:
    """A theme in a sentence: all cues that claim it there, and the tightest place (folded offsets).

    `likely` is its probability by the model of suggest.py (0 where that was not asked), `place` its rank there,
    and `nothing` the probability that the sentence claims no theme at all.
    """

    theme: str
    sentence: int
    start: int
    end: int
    claims: int
    labels: int
    hints: int
    wide: bool
    roles: tuple[Role, ...]
    cues: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    likely: float = 0.0
    rank: int = 9
    nothing: float = 0.0

    @property
    def told(self) -> bool:
        """Whether a cue says so, and not only the model."""
        return bool(self.cues)


def claims_in(cues: Mapping[int, Iterable[CueHit]]) -> dict[int, list[Claim]]:
    """The themes claimed, by sentence and place, from the cues that stand in each sentence."""
    return {index: told for index, several in cues.items() if (told := _claimed(index, several))}


def _claimed(index: int, cues: Iterable[CueHit]) -> list[Claim]:
    hits: dict[str, list[CueHit]] = defaultdict(list)
    for hit in cues:
        hits[hit.theme].append(hit)
    found: list[Claim] = []
    for theme, several in hits.items():
        if any(hit.kind == "exclude" for hit in several):
            continue
        told = [hit for hit in several if hit.kind in ("claim", "label")]
        hints = [hit for hit in several if hit.kind == "hint"]
        shown = told or (hints if len({(h.start, h.end) for h in hits[theme]}) > 1 else [])
        if not shown:
            continue
        tight = min(shown, key=lambda h: (h.end - h.start, h.start))
        found.append(
            Claim(
                theme=theme,
                sentence=index,
                start=tight.start,
                end=tight.end,
                claims=len({h.cue for h in told if h.kind == "claim"}),
                labels=len({h.cue for h in told if h.kind == "label"}),
                hints=len({h.cue for h in hints}),
                wide=tight.end - tight.start > 45,
                roles=tuple(sorted({h.role for h in told if h.role})),
                cues=tuple(sorted({h.cue for h in shown})),
                places=tuple(sorted({(h.start, h.end) for h in shown})),
            )
        )
    return sorted(found, key=lambda c: (c.start, c.end, c.theme))


def with_suggestions(
    index: int, told: Iterable[Claim], suggestions: Sequence[Suggestion], shares: Mapping[str, float]
) -> list[Claim]:
    """The claims of a sentence by its cues, with their probabilities, and those that the model alone suggests."""
    ranks = {s.theme: s.rank for s in suggestions}
    nothing = round(shares.get(NONE, 0.0), 4)
    claims = []
    for claim in told:
        if claim.theme in shares:
            known = replace(
                claim, likely=round(shares[claim.theme], 4), rank=ranks.get(claim.theme, 9), nothing=nothing
            )
        else:  # a theme of the user's own, or newer than the model, which cannot say that there is none: cues are believed
            known = replace(claim, likely=_BELIEVED, rank=0)
        claims.append(known)
    told_themes = {c.theme for c in claims}
    claims += [
        Claim(
            s.theme, index, s.start, s.end, 0, 0, 0, False, (), (), ((s.start, s.end),),
            round(s.probability, 4), s.rank, nothing,
        )
        for s in suggestions if s.theme not in told_themes
    ]  # fmt: skip
    return sorted(claims, key=lambda c: (c.start, c.end, c.theme))
