"""One Aho-Corasick scan of a folded text for everything that the vocabulary can say.

Compiles company names and cue phrases into one automaton (Aho and Corasick 1975, by ahocorasick_rs), and
puts hits together: atoms to phrases, phrases to slots, slots to cues.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind  # type: ignore[attr-defined,unused-ignore]

from themegraph.extraction.text import Reading
from themegraph.model import Role
from themegraph.vocabulary import Vocabulary
from themegraph.vocabulary.cues import Cue, Slot
from themegraph.vocabulary.english import inflect_phrase
from themegraph.vocabulary.korean import PARTICLES, conjugate, follows_noun, is_hangul

_FAR = {"en": 70, "ko": 40}
_WIDE = {"en": 170, "ko": 100}
_NEAR_EN = re.compile(
    r"(?:'s)?[ -]?(?:(?:the|a|an|its|their|his|her|of|more|all|such|our|new)[ -])?(?:the )?"
)
_NEAR_KO = re.compile(r"[가-힣]{0,3}(?:[ ](?:더 |안 |못 |또 |다 |잘 )?)?")
_NEAR_NOUN = re.compile(rf"(?:{'|'.join(PARTICLES)})?(?:[ ](?:더 |안 |못 |또 |다 |잘 )?)?")
_SHORT_NOUN = 2


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


@dataclass(slots=True)
class _Compiled:
    """A cue as slot numbers."""

    number: int
    cue: Cue
    parts: list[list[tuple[int, bool]]]


class Scanner:
    """The vocabulary made ready to scan; building it takes a second or so, so keep it."""

    def __init__(self, vocabulary: Vocabulary, watch: Iterable[str] = ()) -> None:
        """`watch` names word classes whose places `look` reports beside the cues."""
        self.vocabulary = vocabulary
        self._watch = tuple(watch)
        self._patterns: dict[str, int] = {}
        self._names: dict[int, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
        self._atoms: dict[int, list[tuple[int, str | None, bool]]] = defaultdict(
            list
        )  # atom, as written, verb
        self._atom_ids: dict[tuple[str, str], int] = {}
        self._trie: dict[tuple[int, int], int] = {}
        self._states = 1
        self._final: dict[int, set[int]] = defaultdict(set)  # trie state -> slots
        self._slot_ids: dict[tuple[str, str | tuple[str, ...]], int] = {}
        self._anchored: dict[int, list[_Compiled]] = defaultdict(list)
        self._add_names()
        self._add_cues()
        self._watched = {
            self._slot(language, Slot(word_class=name)): name
            for name in self._watch
            for language in ("en", "ko")
            if (language, name) in vocabulary.words.classes
        }
        self._automaton = AhoCorasick(list(self._patterns), matchkind=MatchKind.Standard)
        self._name_list = [self._names.get(i) for i in range(len(self._patterns))]
        self._atom_list = [tuple(self._atoms.get(i, ())) for i in range(len(self._patterns))]

    # -- compiling ----------------------------------------------------------------------------------------

    def _pattern(self, surface: str) -> int:
        return self._patterns.setdefault(surface, len(self._patterns))

    def _add_names(self) -> None:
        for company in self.vocabulary.companies.values():
            names = [*company.names.values(), *(a for several in company.aliases.values() for a in several)]
            for kind, several in (("company", names), ("person", company.people), ("brand", company.brands)):
                for name in several:
                    folded = Reading(name)
                    self._names[self._pattern(folded.folded)][folded.written].add((company.id, kind))

    def _slot(self, language: str, slot: Slot) -> int:
        key = (language, slot.word_class or slot.phrases)
        if key not in self._slot_ids:
            self._slot_ids[key] = len(self._slot_ids)
            phrases = slot.phrases or self.vocabulary.words.classes[language, slot.word_class]
            for phrase in phrases:
                self._add_phrase(language, phrase, self._slot_ids[key])
        return self._slot_ids[key]

    def _atom(self, language: str, word: str) -> int:
        key = (language, word)
        if key in self._atom_ids:
            return self._atom_ids[key]
        atom = self._atom_ids[key] = len(self._atom_ids)
        if language == "en":
            for form in inflect_phrase(word, self.vocabulary.words.irregular):
                self._atoms[self._pattern(form.lower())].append(
                    (atom, form if form != form.lower() else None, True)
                )
            return atom
        plain = word.removeprefix("=")
        verb = plain == word and plain.endswith("다") and len(plain) > 1 and is_hangul(plain[-2])
        forms: Iterable[str] = conjugate(plain) if verb else (plain,)
        for form in forms:
            written = form if form != form.lower() else None
            self._atoms[self._pattern(form.lower())].append((atom, written, verb))
        return atom

    def _add_phrase(self, language: str, phrase: str, slot: int) -> None:
        words = [phrase] if language == "en" else phrase.split()
        state = 0
        for word in words:
            step = (state, self._atom(language, word))
            if step not in self._trie:
                self._trie[step] = self._states
                self._states += 1
            state = self._trie[step]
        self._final[state].add(slot)

    def _add_cues(self) -> None:
        cues = self.vocabulary.cues
        compiled = [
            _Compiled(n, cue, [[(self._slot(cue.language, s), s.far) for s in part] for part in cue.parts])
            for n, cue in enumerate(cues)
        ]
        use: dict[int, int] = defaultdict(int)
        for c in compiled:
            for part in c.parts:
                for slot, _ in part:
                    use[slot] += 1
        for c in compiled:  # a cue is tried only where its rarest slot stands
            anchor = min((slot for part in c.parts for slot, _ in part), key=lambda s: (use[s], s))
            self._anchored[anchor].append(c)

    @cached_property
    def size(self) -> int:
        """How many strings the automaton looks for."""
        return len(self._patterns)

    # -- scanning -----------------------------------------------------------------------------------------

    def scan(self, reading: Reading) -> tuple[list[NameHit], list[AtomHit]]:
        """All name hits and all atom hits (start, end, atom, whole) of a text, by place."""
        folded, written = reading.folded, reading.written
        size = len(folded)
        names: list[NameHit] = []
        atoms: list[AtomHit] = []
        name_list, atom_list = self._name_list, self._atom_list
        for pattern, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            first, last = folded[start], folded[end - 1]
            before = folded[start - 1] if start else " "
            after = folded[end] if end < size else " "
            if first.isascii() and first.isalnum() and before.isascii() and before.isalnum():
                continue
            if last.isascii() and last.isalnum() and after.isascii() and after.isalnum():
                continue
            entries = atom_list[pattern]
            if entries:
                hangul_before = is_hangul(first) and is_hangul(before)
                for atom, as_written, loose in entries:
                    if as_written is not None and written[start:end] != as_written:
                        continue
                    size_ = end - start
                    hangul = is_hangul(last)
                    left = not hangul_before or size_ > _SHORT_NOUN + loose
                    right = loose or size_ > _SHORT_NOUN or not hangul or follows_noun(folded[end : end + 6])
                    noun = not loose and size_ > 1
                    atoms.append((start, end, atom, left + 2 * right + 4 * noun + 8 * (hangul and not loose)))
            if name_list[pattern] is not None:
                hit = self._name(reading, pattern, start, end)
                if hit:
                    names.append(hit)
        atoms.sort()
        return names, atoms

    def _name(self, reading: Reading, pattern: int, start: int, end: int) -> NameHit | None:
        written = reading.written[start:end]
        owners: set[tuple[str, str]] = set()
        for name, companies in self._names[pattern].items():
            if (
                written == name
                or (written == name.upper() and len(name) > 3)
                or not name.isascii()
                or (len(name) > 4 and name.lower() != name)
            ):
                owners |= companies
        if not owners:
            return None
        return NameHit(start, end, written, tuple(sorted(owners)))

    def look(
        self, reading: Reading, atoms: list[AtomHit]
    ) -> tuple[list[CueHit], dict[str, list[tuple[int, int]]]]:
        """The cues and the watched word classes that stand in a sentence, given its atom hits by place."""
        slots = self._slots(reading.folded, atoms)
        watched: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for slot, places in slots.items():
            if slot in self._watched:
                watched[self._watched[slot]].extend(places)
        hits: list[CueHit] = []
        for anchor in slots:
            for compiled in self._anchored.get(anchor, ()):
                span = self._match(reading.folded, compiled, slots)
                if span:
                    cue = compiled.cue
                    hits.append(CueHit(cue.theme, span[0], span[1], cue.kind, cue.role, compiled.number))
        return sorted(hits, key=lambda h: (h.start, h.end, h.cue)), watched

    def _slots(self, folded: str, atoms: list[AtomHit]) -> dict[int, list[tuple[int, int]]]:
        """Where each slot is filled: runs of atoms that spell one of its phrases."""
        slots: dict[int, list[tuple[int, int]]] = defaultdict(list)
        running: list[tuple[int, int, int, bool]] = []  # state, start, end, ends in a noun
        trie, final = self._trie, self._final
        starts = {hit[0] for hit in atoms if hit[3] & 4}
        ends = {hit[1] for hit in atoms if hit[3] & 4}
        for start, end, atom, known in atoms:
            reached: list[tuple[int, int, int, bool]] = []
            state = trie.get((0, atom))
            free = known & 3
            if state is not None and (
                free == 3 or (known & 4 and (free & 1 or start in ends) and (free & 2 or end in starts))
            ):
                reached.append((state, start, end, bool(known & 8)))
            kept: list[tuple[int, int, int, bool]] = []
            for before, first, last, noun in running:
                if start - last > 6:
                    continue
                kept.append((before, first, last, noun))
                state = trie.get((before, atom))
                near = _NEAR_NOUN if noun else _NEAR_KO
                if state is not None and start >= last and near.fullmatch(folded, last, start):
                    reached.append((state, first, end, bool(known & 8)))
            running = kept + reached
            for state, first, last, _ in reached:
                for slot in final.get(state, ()):
                    if not slots[slot] or slots[slot][-1] != (first, last):
                        slots[slot].append((first, last))
        return slots

    def _match(
        self, folded: str, compiled: _Compiled, slots: dict[int, list[tuple[int, int]]]
    ) -> tuple[int, int] | None:
        language = compiled.cue.language
        for part in compiled.parts:
            for slot, _ in part:
                if slot not in slots:
                    return None
        spans = [self._sequences(folded, part, slots, language) for part in compiled.parts]
        if not all(spans):
            return None
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
        part: list[tuple[int, bool]],
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
