"""One Aho-Corasick scan of a folded text for everything that the vocabulary can say.

Compiles company names and cue phrases into one automaton (Aho and Corasick 1975, by ahocorasick_rs), and
puts hits together: words to phrases, phrases to slots, slots to cues. All hits of a text go through each step
at once, as arrays; only what is left at the end is looked at one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, repeat

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind  # type: ignore[attr-defined,unused-ignore]
from numpy.typing import NDArray

from themegraph.extraction.compiled import NO_COMPANY, CompiledCue, Ints, Owners, Tables, spread, tables
from themegraph.extraction.text import Reading
from themegraph.model import Role
from themegraph.vocabulary import Vocabulary
from themegraph.vocabulary.korean import PARTICLES, follows_noun

_FAR = {"en": 70, "ko": 40}
_WIDE = {"en": 170, "ko": 100}
_NEAR_EN = re.compile(
    r"(?:'s)?[ -]?(?:(?:the|a|an|its|their|his|her|of|more|all|such|our|new)[ -])?(?:the )?"
)
_NEXT = re.compile(" ")
_NEAR_KO = re.compile(r"[가-힣]{0,3}(?:[ ](?:더 |안 |못 |또 |다 |잘 )?)?")
_NEAR_NOUN = re.compile(rf"(?:{'|'.join(PARTICLES)})?(?:[ ](?:더 |안 |못 |또 |다 |잘 )?)?")
_SHORT_NOUN = 2
_follows_noun = lru_cache(maxsize=1 << 16)(follows_noun)


# What borders depend on, by code point: 1 for ASCII letters and digits, 2 for Hangul. All others are alike.
_OTHER, _LATIN, _HANGUL = 0, 1, 2
_KINDS = np.zeros(0x10000, dtype=np.uint8)
_KINDS[[code for code in range(128) if chr(code).isalnum()]] = _LATIN
_KINDS[ord("가") : ord("힣") + 1] = _HANGUL
_ALONE = re.compile("[a-z0-9]+")
# How far the next word of a phrase may begin after the one before.
_STRIDE = 6

Places = list[tuple[int, int]]


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


@dataclass(frozen=True, slots=True)
class Hits:
    """The patterns found in a text, as arrays, where borders of ASCII words allow it."""

    pattern: Ints
    start: Ints
    end: Ints
    inside: NDArray[np.bool_]  # begins inside a Korean word
    hangul: NDArray[np.bool_]  # ends in Hangul
    more: NDArray[np.bool_]  # Hangul follows

    def and_(self, other: Hits) -> Hits:
        """These and others."""
        return Hits(
            np.concatenate((self.pattern, other.pattern)), np.concatenate((self.start, other.start)),
            np.concatenate((self.end, other.end)), np.concatenate((self.inside, other.inside)),
            np.concatenate((self.hangul, other.hangul)), np.concatenate((self.more, other.more)),
        )  # fmt: skip

    def only(self, kept: NDArray[np.bool_]) -> Hits:
        """Some of them."""
        return Hits(
            self.pattern[kept], self.start[kept], self.end[kept],
            self.inside[kept], self.hangul[kept], self.more[kept],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of phrases as arrays, by place: a short noun that does not stand free may still be part of a compound."""

    sentence: Ints
    start: Ints
    end: Ints
    word: Ints
    whole: NDArray[np.bool_]
    korean: NDArray[np.bool_]  # a Korean noun, which a particle may follow


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases as arrays, by sentence and state (which phrase it is), each place once."""

    sentence: Ints
    state: Ints
    start: Ints
    end: Ints


class _Slots:
    """Where slots are filled, from the phrases of a text: pairs of sentence and slot as one number, ascending."""

    def __init__(self, tables: Tables, phrases: _Phrases) -> None:
        self._count = len(tables.anchored.first) - 1
        at, slot = tables.fills.expand(phrases.state)
        pairs = phrases.sentence[at] * self._count + slot
        order = np.argsort(pairs, kind="stable")
        pairs = pairs[order]
        new = np.ones(len(pairs), dtype=bool)
        np.not_equal(pairs[1:], pairs[:-1], out=new[1:])
        first = np.flatnonzero(new)
        self._spans: Places = list(zip(phrases.start.tolist(), phrases.end.tolist(), strict=True))
        self._rows: list[int] = at[order].tolist()
        self._first: list[int] = [*first.tolist(), len(pairs)]
        self._pairs = pairs[first]
        self._listed: list[int] = self._pairs.tolist()
        self.sentence, self.slot = np.divmod(self._pairs, self._count)

    def both(self, sentence: Ints, slot: Ints) -> NDArray[np.bool_]:
        """For pairs of sentence and slot, whether the one holds the other."""
        wanted = sentence * self._count + slot
        held: NDArray[np.bool_] = self._pairs.take(self._pairs.searchsorted(wanted), mode="clip") == wanted
        return held

    def places(self, sentence: int, slot: int) -> Places:
        """The places of a slot in a sentence that holds it, in order."""
        return self.row(bisect_left(self._listed, sentence * self._count + slot))

    def row(self, row: int) -> Places:
        """The places of the pair of this number, in order."""
        rows = self._rows[self._first[row] : self._first[row + 1]]
        return [self._spans[rows[0]]] if len(rows) == 1 else sorted({self._spans[n] for n in rows})


class Scanner:
    """The vocabulary made ready to scan; building it takes a second or so, so keep it."""

    def __init__(self, vocabulary: Vocabulary, watch: Iterable[str] = ()) -> None:
        """`watch` names word classes whose places a scan reports beside the cues."""
        made = tables(vocabulary, tuple(watch))
        self._tables = made
        # States that more words may follow; and the states that one word leads to.
        self._going_on = np.zeros(len(made.fills.first), dtype=bool)
        self._going_on[made.steps // max(1, made.words)] = True
        single = np.searchsorted(made.steps, made.words)
        self._first_state = np.full(made.words, -1, dtype=np.int64)
        self._first_state[made.steps[:single]] = made.reached[:single]
        self._is_written = np.zeros(len(made.entry_word), dtype=bool)
        self._is_written[list(made.written)] = True
        self._is_anchored = np.diff(made.anchored.first) > 0
        self._is_watched = np.zeros(len(self._is_anchored), dtype=bool)
        self._is_watched[list(made.watched)] = True

    @property
    def patterns(self) -> Sequence[str]:
        """All strings that are looked for."""
        return self._tables.patterns

    @cached_property
    def _words_alone(self) -> Mapping[str, int]:
        """Patterns that are one ASCII word, which must stand alone: such words are looked up, not searched for."""
        return {p: n for n, p in enumerate(self.patterns) if p.isascii() and p.isalnum()}

    @cached_property
    def _automaton(self) -> tuple[AhoCorasick, Ints]:
        """Of all other patterns, with their numbers; made at the first scan, which known texts need not wait for."""
        others = [n for n, p in enumerate(self.patterns) if not (p.isascii() and p.isalnum())]
        automaton = AhoCorasick([self.patterns[n] for n in others], matchkind=MatchKind.Standard)
        return automaton, np.array(others, dtype=np.int64)

    # -- scanning -----------------------------------------------------------------------------------------

    def scan(self, reading: Reading) -> tuple[list[NameHit], Hits]:
        """The listed names of a text, by place, and all that `sense` needs."""
        codes = np.frombuffer(reading.folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        # One kind a character; the one after the last is before the first, too.
        kinds = np.append(_KINDS[np.minimum(codes, 0xFFFF)], np.uint8(_OTHER))
        hits = self._strings(reading.folded, kinds).and_(self._alone(reading.folded, kinds))
        named = np.flatnonzero(self._tables.named[hits.pattern])
        places = zip(
            hits.pattern[named].tolist(), hits.start[named].tolist(), hits.end[named].tolist(), strict=True
        )
        names = [hit for p, a, b in places if (hit := self._name(reading, self._tables.names[p], a, b))]
        return names, hits

    def _strings(self, folded: str, kinds: NDArray[np.uint8]) -> Hits:
        """What the automaton finds, where borders allow it."""
        automaton, numbers = self._automaton
        found = automaton.find_matches_as_indexes(folded, overlapping=True)
        pattern, start, end = (
            np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3).T
        )
        first, last, before, after = kinds[start], kinds[end - 1], kinds[start - 1], kinds[end]
        inside = (first == _HANGUL) & (before == _HANGUL)
        hits = Hits(numbers[pattern], start, end, inside, last == _HANGUL, after == _HANGUL)
        return hits.only(~((first == _LATIN) & (before == _LATIN) | (last == _LATIN) & (after == _LATIN)))

    def _alone(self, folded: str, kinds: NDArray[np.uint8]) -> Hits:
        """The ASCII words that are patterns."""
        words = _ALONE.findall(folded)
        pattern = np.fromiter(map(self._words_alone.get, words, repeat(-1)), np.int64, len(words))
        borders = np.flatnonzero(np.diff(kinds == _LATIN, prepend=False))
        known = np.flatnonzero(pattern >= 0)
        start, end = borders[::2][known], borders[1::2][known]
        none = np.zeros(len(known), dtype=bool)
        return Hits(pattern[known], start, end, none, none, kinds[end] == _HANGUL)

    def sense(
        self, reading: Reading, hits: Hits, sentences: Collection[int] | None = None
    ) -> tuple[dict[int, list[CueHit]], dict[int, dict[str, Places]]]:
        """The cues and the places of watched word classes, by sentence: in all, or in these sentences only."""
        if sentences is not None and not sentences:
            return {}, {}
        sentence = np.searchsorted([s.start for s in reading.split()[1:]], hits.start, side="right")
        if sentences is not None:
            wanted = np.zeros(len(reading.split()) + 1, dtype=bool)
            wanted[list(sentences)] = True
            kept = wanted[sentence]
            sentence, hits = sentence[kept], hits.only(kept)
        words = self._words(reading, hits, sentence)
        return self._sense(reading, self._phrases(reading, words))

    def _words(self, reading: Reading, hits: Hits, sentence: Ints) -> _Words:
        """The words of phrases that hits spell, with what their borders allow."""
        tables, folded, written = self._tables, reading.folded, reading.written
        start, end = hits.start, hits.end
        at, entry = tables.entries.expand(hits.pattern)
        for n in np.flatnonzero(self._is_written[entry]).tolist():
            if written[start[at[n]] : end[at[n]]] != tables.written[int(entry[n])]:
                entry[n] = -1
        at, entry = at[entry >= 0], entry[entry >= 0]
        start, end, inside, hangul = start[at], end[at], hits.inside[at], hits.hangul[at]
        word, loose, size = tables.entry_word[entry], tables.entry_loose[entry], end - start
        left = ~inside | (size > _SHORT_NOUN + loose)
        right = np.ones(len(at), dtype=bool)
        for n in np.flatnonzero(~loose & hangul & hits.more[at] & (size <= _SHORT_NOUN)).tolist():
            right[n] = _follows_noun(folded[end[n] : end[n] + 6])
        noun = ~loose & (size > 1)
        starts = np.zeros(len(folded) + 1, dtype=bool)
        ends = np.zeros(len(folded) + 1, dtype=bool)
        starts[start[noun]] = ends[end[noun]] = True
        whole = (left & right) | (noun & (left | ends[start]) & (right | starts[end]))
        order = np.lexsort((word, end, start))
        korean = hangul & ~loose
        return _Words(sentence[at[order]], start[order], end[order], word[order], whole[order], korean[order])

    def _phrases(self, reading: Reading, words: _Words) -> _Phrases:
        """Where runs of words spell a phrase that is or begins one of the vocabulary."""
        tables, folded = self._tables, reading.folded
        state = self._first_state[words.word]
        at = np.flatnonzero((state >= 0) & words.whole)
        state, first = state[at], words.start[at]
        found = [(at, state, first)]
        while len(at):
            on = self._going_on[state]
            at, state, first = at[on], state[on], first[on]
            low = np.searchsorted(words.start, words.end[at])
            high = np.searchsorted(words.start, words.end[at] + _STRIDE, side="right")
            run, next_ = spread(low, high)
            step = state[run] * tables.words + words.word[next_]
            place = np.minimum(np.searchsorted(tables.steps, step), len(tables.steps) - 1)
            known = (tables.steps[place] == step) & (words.sentence[at[run]] == words.sentence[next_])
            kept = [
                n
                for n in np.flatnonzero(known).tolist()
                if self._near(words, int(at[run[n]])).fullmatch(
                    folded, words.end[at[run[n]]], words.start[next_[n]]
                )
            ]
            at, state, first = next_[kept], tables.reached[place[kept]], first[run[kept]]
            found.append((at, state, first))
        at, state, first = (np.concatenate(parts) for parts in zip(*found, strict=True))
        sentence, end = words.sentence[at], words.end[at]
        order = np.lexsort((first, end, state, sentence))
        sentence, state, start, end = sentence[order], state[order], first[order], end[order]
        once = np.ones(len(order), dtype=bool)
        once[1:] = (
            (np.diff(start) != 0) | (np.diff(end) != 0) | (np.diff(state) != 0) | (np.diff(sentence) != 0)
        )
        return _Phrases(sentence[once], state[once], start[once], end[once])

    def _near(self, words: _Words, at: int) -> re.Pattern[str]:
        """What may stand between this word of a phrase and the next."""
        if self._tables.english[words.word[at]]:
            return _NEXT
        return _NEAR_NOUN if words.korean[at] else _NEAR_KO

    def _sense(
        self, reading: Reading, phrases: _Phrases
    ) -> tuple[dict[int, list[CueHit]], dict[int, dict[str, Places]]]:
        """By sentence, the cues whose slots all stand there, near enough and in order; and the watched classes."""
        tables = self._tables
        slots = _Slots(tables, phrases)
        classes: dict[int, dict[str, Places]] = defaultdict(lambda: defaultdict(list))
        watched = np.flatnonzero(self._is_watched[slots.slot])
        for row, index, slot in zip(
            watched.tolist(), slots.sentence[watched].tolist(), slots.slot[watched].tolist(), strict=True
        ):
            classes[index][tables.watched[slot]] += slots.row(row)
        tried = np.flatnonzero(self._is_anchored[slots.slot])
        at, cue = tables.anchored.expand(slots.slot[tried])
        sentence = slots.sentence[tried[at]]
        for other in tables.others.T:
            more = np.flatnonzero(other[cue] >= 0)
            if not len(more):
                break
            stands = np.ones(len(cue), dtype=bool)
            stands[more] = slots.both(sentence[more], other[cue[more]])
            sentence, cue = sentence[stands], cue[stands]
        hits: dict[int, list[CueHit]] = defaultdict(list)
        for index, number in zip(sentence.tolist(), cue.tolist(), strict=True):
            told = tables.cues[number]
            span = self._match(
                reading.folded, told, {s: slots.places(index, s) for part in told.parts for s, _ in part}
            )
            if span:
                hits[index].append(CueHit(told.theme, span[0], span[1], told.kind, told.role, told.number))
        for several in hits.values():
            several.sort(key=lambda h: (h.start, h.end, h.cue))
        for named in classes.values():
            for name, places in named.items():
                if len(places) > 1:
                    named[name] = sorted(set(places))
        return hits, classes

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

    def _match(self, folded: str, cue: CompiledCue, slots: Mapping[int, Places]) -> tuple[int, int] | None:
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
        slots: Mapping[int, Places],
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
