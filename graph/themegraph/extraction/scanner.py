"""One Aho-Corasick scan of a folded text for everything that the vocabulary can say.

Compiles company names and cue phrases into one automaton (Aho and Corasick 1975, by ahocorasick_rs), and
puts hits together: atoms to phrases, phrases to slots, slots to cues.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind  # type: ignore[attr-defined,unused-ignore]

from themegraph.extraction.compiled import NO_COMPANY, CompiledCue, Owners, tables
from themegraph.extraction.text import Reading
from themegraph.model import Role
from themegraph.vocabulary import Vocabulary
from themegraph.vocabulary.korean import PARTICLES, follows_noun, is_hangul

_FAR = {"en": 70, "ko": 40}
_WIDE = {"en": 170, "ko": 100}
_NEAR_EN = re.compile(
    r"(?:'s)?[ -]?(?:(?:the|a|an|its|their|his|her|of|more|all|such|our|new)[ -])?(?:the )?"
)
_NEAR_KO = re.compile(r"[가-힣]{0,3}(?:[ ](?:더 |안 |못 |또 |다 |잘 )?)?")
_NEAR_NOUN = re.compile(rf"(?:{'|'.join(PARTICLES)})?(?:[ ](?:더 |안 |못 |또 |다 |잘 )?)?")
_SHORT_NOUN = 2
_follows_noun = lru_cache(maxsize=1 << 16)(follows_noun)


class _Kinds(dict[int, str]):
    """A translation of characters into what borders depend on: a for ASCII letters and digits, h for Hangul."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = "a" if character.isascii() and character.isalnum() else "h" if is_hangul(character) else " "
        self[code] = kind
        return kind


_KINDS = _Kinds()


# start, end, atom, and what is known of it: 1 free on the left, 2 free on the right, 4 a noun, 8 a Korean one.
# A short Korean noun that does not stand free may still be part of a compound, next to another noun.
AtomHit = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class NameHit:
    """A place where a listed name stands, its border and case checked, its sense not."""

    start: int
    end: int
    name: str
    companies: tuple[tuple[str, str], ...]  # (company id, kind), kind: company, person, brand


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue that stands in a sentence."""

    theme: str
    start: int
    end: int
    kind: str
    role: Role | None
    cue: int


class Scanner:
    """The vocabulary made ready to scan; building it takes a second or so, so keep it."""

    def __init__(self, vocabulary: Vocabulary, watch: Iterable[str] = ()) -> None:
        """`watch` names word classes whose places `look` reports beside the cues."""
        made = tables(vocabulary, tuple(watch))
        self._patterns = made.patterns
        self._names = made.names
        self._entries = made.entries
        self._steps = made.steps
        self._words = made.words
        self._final = made.final
        self._going_on = frozenset(
            step // made.words for step in made.steps
        )  # states that more words may follow
        self._anchored = made.anchored
        self._watched = made.watched

    @property
    def size(self) -> int:
        """How many strings the automaton looks for."""
        return len(self._patterns)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        """Made at the first scan, as it takes half a second that a run on known texts need not wait for."""
        return AhoCorasick(self._patterns, matchkind=MatchKind.Standard)

    def prepare(self) -> None:
        """Makes what the first scan would make; for a process that is about to fork."""
        self._automaton.find_matches_as_indexes("")

    def bare(self, folded: str) -> int:
        """How many hits the automaton alone has in a text: what a scan cannot be faster than."""
        return len(self._automaton.find_matches_as_indexes(folded, overlapping=True))

    # -- scanning -----------------------------------------------------------------------------------------

    def scan(self, reading: Reading) -> tuple[list[NameHit], list[AtomHit]]:
        """All name hits and all atom hits (start, end, atom, whole) of a text, by place."""
        folded, written = reading.folded, reading.written
        kinds = (
            folded.translate(_KINDS) + " "
        )  # one sign a character; the one after the last is before the first, too
        names: list[NameHit] = []
        atoms: list[AtomHit] = []
        name_table, entry_table = self._names, self._entries
        for pattern, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            first, last = kinds[start], kinds[end - 1]
            before, after = kinds[start - 1], kinds[end]
            if (first == "a" == before) or (last == "a" == after):
                continue
            entries = entry_table[pattern]
            if entries:
                size = end - start
                hangul = last == "h"
                inside = first == "h" == before
                for atom, as_written, loose in entries:
                    if as_written is not None and written[start:end] != as_written:
                        continue
                    left = not inside or size > _SHORT_NOUN + loose
                    if loose:
                        atoms.append((start, end, atom, left + 2))
                        continue
                    right = size > _SHORT_NOUN or not hangul or _follows_noun(folded[end : end + 6])
                    atoms.append((start, end, atom, left + 2 * right + 4 * (size > 1) + 8 * hangul))
            owners = name_table[pattern]
            if owners:
                hit = self._name(reading, owners, start, end)
                if hit:
                    names.append(hit)
        atoms.sort()
        return names, atoms

    @staticmethod
    def _name(reading: Reading, listed: Owners, start: int, end: int) -> NameHit | None:
        written = reading.written[start:end]
        owners: set[tuple[str, str]] = set()
        for name, companies in listed.items():
            if (
                written == name
                or companies[0][1] == NO_COMPANY
                or (written == name.upper() and len(name) > 3)
                or not name.isascii()
                or (len(name) > 4 and name.lower() != name)
            ):
                owners.update(companies)
        if not owners:
            return None
        return NameHit(start, end, written, tuple(sorted(owners)))

    def look(
        self, reading: Reading, atoms: list[AtomHit]
    ) -> tuple[list[CueHit], dict[str, list[tuple[int, int]]]]:
        """The cues and the watched word classes that stand in a sentence, given its atom hits by place."""
        slots = self._slots(reading.folded, atoms)
        watched: dict[str, list[tuple[int, int]]] = defaultdict(list)
        watch, anchored = self._watched, self._anchored
        hits: list[CueHit] = []
        for anchor, places in slots.items():
            if anchor in watch:
                watched[watch[anchor]].extend(places)
            for cue in anchored[anchor]:
                for slot in cue.others:
                    if slot not in slots:
                        break
                else:
                    span = self._match(reading.folded, cue, slots)
                    if span:
                        hits.append(CueHit(cue.theme, span[0], span[1], cue.kind, cue.role, cue.number))
        return sorted(hits, key=lambda h: (h.start, h.end, h.cue)), watched

    def _slots(self, folded: str, atoms: list[AtomHit]) -> dict[int, list[tuple[int, int]]]:
        """Where each slot is filled: runs of atoms that spell one of its phrases."""
        slots: dict[int, list[tuple[int, int]]] = {}
        running: list[tuple[int, int, int, bool]] = []  # state, start, end, ends in a noun
        steps, final, going_on, words = self._steps, self._final, self._going_on, self._words
        starts = {hit[0] for hit in atoms if hit[3] & 4}
        ends = {hit[1] for hit in atoms if hit[3] & 4}
        for start, end, atom, known in atoms:
            reached: list[tuple[int, int]] = []
            state = steps.get(atom)
            if state is not None and (
                known & 3 == 3
                or (known & 4 and (known & 1 or start in ends) and (known & 2 or end in starts))
            ):
                reached.append((state, start))
            if running:
                running = [run for run in running if start - run[2] <= 6]
                for before, first, last, noun in running:
                    state = steps.get(before * words + atom)
                    if (
                        state is not None
                        and start >= last
                        and (_NEAR_NOUN if noun else _NEAR_KO).fullmatch(folded, last, start)
                    ):
                        reached.append((state, first))
            for state, first in reached:
                if state in going_on:
                    running.append((state, first, end, bool(known & 8)))
                place = (first, end)
                for slot in final.get(state, ()):
                    places = slots.get(slot)
                    if places is None:
                        slots[slot] = [place]
                    elif places[-1] != place:
                        places.append(place)
        return slots

    def _match(
        self, folded: str, cue: CompiledCue, slots: dict[int, list[tuple[int, int]]]
    ) -> tuple[int, int] | None:
        language = cue.language
        spans = []
        for part in cue.parts:
            found = self._sequences(folded, part, slots, language)
            if not found:
                return None
            spans.append(found)
        best: tuple[int, int] | None = None
        if len(spans) == 1:
            return min(spans[0], key=lambda s: s[1] - s[0])
        frontier: list[tuple[int, int, tuple[tuple[int, int], ...]]] = [
            (a, b, ((a, b),)) for a, b in spans[0]
        ]
        for several in spans[1:]:
            frontier = [
                (min(a, c), max(b, d), (*used, (c, d)))
                for a, b, used in frontier
                for c, d in several
                if all(d <= x or c >= y for x, y in used) and max(b, d) - min(a, c) <= _WIDE[language]
            ][:60]
        for a, b, _ in frontier:
            if best is None or b - a < best[1] - best[0]:
                best = (a, b)
        return best

    def _sequences(
        self,
        folded: str,
        part: tuple[tuple[int, bool], ...],
        slots: dict[int, list[tuple[int, int]]],
        language: str,
    ) -> list[tuple[int, int]]:
        near = _NEAR_EN if language == "en" else _NEAR_KO
        spans = list(slots[part[0][0]])
        for slot, far in part[1:]:
            longer: list[tuple[int, int]] = []
            for first, last in spans:
                for start, end in slots[slot]:
                    if start < last:
                        continue
                    if (far and start - last <= _FAR[language]) or near.fullmatch(folded, last, start):
                        longer.append((first, end))
            spans = longer
            if not spans:
                return []
        return spans
