"""Connects companies with themes: who can be meant, and what the sentence denies.

Every pair that sentence and clause allow becomes a candidate with named features; the models of judge.py
(weights.json, fitted by `make train` on texts that we wrote) give its probability and role.
Writes `doc._.links` when used as the spaCy component `themegraph_links`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from themegraph.extraction.companies import Found
from themegraph.extraction.features import Features, Featurizer, gap, speaks_for_a_living
from themegraph.extraction.grouping import Group, groups_in
from themegraph.extraction.text import Reading, Sentence
from themegraph.extraction.themes import Claim
from themegraph.model import Company, Theme

# What denies a connection whatever else the sentence says.
_FLAT_DENIAL = re.compile(
    r"\b(?:has|have|had|with|sees?|made) no (?:plans?|intention|exposure|links?|connection|need|role)|\bnothing to do with|\bunrelated to|"
    r"\b(?:denie[sd]|denying|ruled out|rules out)\b|계획이 없|계획은 없|계획도 없|적도 없|적이 없|무관하다|무관한|무관했|관계없|관련이 없|사실무근|부인했|부인하|남의 일"
)
_BOTH_SIDES = 3
_OUTRIGHT = 2
_REPORT = re.compile(r"보고서|리포트|전망|투자노트|\b(?:report|outlook|note|survey|forecasts?)\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company and a claim that may belong together, with what speaks for and against it.

    `denied`: the sentence says that they do not. `house`: the text reports what this one house says, and the
    theme is named outright. `wording` gives the features that are many, when asked.
    """

    company: str
    claim: Claim
    mention: Found
    sentences: tuple[int, ...]
    denied: bool = False
    house: bool = False
    features: Features = ()
    wording: Callable[[], Features] = field(hash=False, compare=False, default=tuple)


class Linker:
    """Makes the candidates of a reading."""

    def __init__(self, companies: Mapping[str, Company], themes: Mapping[str, Theme]) -> None:
        self.companies = companies
        self.themes = themes
        self._above = {id: self._ancestors(id) for id in themes}

    def _ancestors(self, id: str) -> frozenset[str]:
        above: set[str] = set()
        waiting = list(self.themes[id].broader) if id in self.themes else []
        while waiting:
            parent = waiting.pop()
            if parent not in above and parent in self.themes:
                above.add(parent)
                waiting.extend(self.themes[parent].broader)
        return frozenset(above)

    def candidates(
        self,
        reading: Reading,
        found: Sequence[Found],
        claims: Mapping[int, Sequence[Claim]],
        predicates: Mapping[int, Mapping[str, Sequence[tuple[int, int]]]],
        house: Found | None,
    ) -> list[Candidate]:
        """Every pair that the text may connect; `predicates` are the word classes found, by sentence."""
        companies = self.companies
        groups = groups_in(reading, found)
        sentences = reading.split()
        featurizer = Featurizer(reading, groups, claims, predicates, companies, self.themes, self._above)
        out: list[Candidate] = []
        for index in sorted(claims):
            here = groups.get(index, [])
            reach: list[tuple[Group, str]] = [(g, "same") for g in here]
            reach += self._before(sentences, groups, index)
            if index + 1 < len(sentences) and not here:
                reach += [(g, "next") for g in groups.get(index + 1, [])[:_BOTH_SIDES]]
            for claim in claims[index]:
                seen: set[tuple[str, str]] = set()
                order = sorted(reach, key=lambda pair: gap(pair[0], claim) if pair[1] == "same" else 10_000)
                for rank, (group, where) in enumerate(order):
                    denied = where == "same" and self._denied(reading, sentences[index], group, claim)
                    numbers = tuple(sorted({group.sentence, index}))
                    for member in group.members:
                        if (member.company, where) in seen:
                            continue
                        seen.add((member.company, where))
                        features = featurizer.of_link(claim, group, member, where, rank)
                        wording = cache(
                            partial(
                                featurizer.of_wording,
                                claim,
                                group if where == "same" else None,
                                companies.get(member.company),
                            )
                        )
                        out.append(
                            Candidate(
                                member.company, claim, member, numbers, denied, False, features, wording
                            )
                        )
        return [*out, *self._house_view(reading, house, claims)]

    def house(self, reading: Reading, found: Sequence[Found]) -> Found | None:
        """Where a text reports the view of its only company, which speaks for a living, the first place of that."""
        if not found or any(f.company != found[0].company for f in found):
            return None
        speaks = speaks_for_a_living(self.companies.get(found[0].company))
        return found[0] if speaks and _REPORT.search(reading.folded) else None

    def _house_view(
        self, reading: Reading, member: Found | None, claims: Mapping[int, Sequence[Claim]]
    ) -> list[Candidate]:
        """The themes named outright after the name of the house whose view a text reports."""
        if member is None:
            return []
        first = reading.sentence_at(member.start).index
        return [
            Candidate(member.company, claim, member, tuple(sorted({first, index})), False, True)
            for index in sorted(claims)
            for claim in claims[index]
            if claim.start > member.end and (claim.labels or claim.claims >= _OUTRIGHT)
        ]

    @staticmethod
    def _denied(reading: Reading, sentence: Sentence, group: Group, claim: Claim) -> bool:
        """Whether the sentence flatly denies what it says of this company, with no turn in between."""
        low, high = min(group.start, claim.start), max(group.end, claim.end)
        denial = _FLAT_DENIAL.search(reading.folded, low, min(sentence.end, high + 20))
        return bool(denial) and not reading.between(sentence, low, high)[1]

    def _before(
        self, sentences: Sequence[Sentence], groups: Mapping[int, list[Group]], index: int
    ) -> list[tuple[Group, str]]:
        """Companies of earlier sentences that this one may go on about: up to three sentences back."""
        reach: list[tuple[Group, str]] = []
        named = 0
        for back in range(1, 5):
            if index - back < 0 or named >= 2:
                break
            earlier = groups.get(index - back, [])
            if not earlier:
                continue
            named += 1
            where = f"prev{back}" if named == 1 else f"far{back}"
            if sentences[index - back].paragraph != sentences[index].paragraph:
                where = "para" + where
            reach += [(g, where) for g in earlier[:4]]
        return reach
