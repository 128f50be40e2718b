"""Puts the hits of a scan together: words to phrases, phrases to slots, slots to cues.

All hits of many texts go through each step at once, as arrays; only what is left at the end is looked at one by
one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from themegraph.extraction.compiled import CompiledCue, Ints, Tables, firsts, spread
from themegraph.extraction.scanner import Hits, Scan
from themegraph.model import Role
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
# How far the next word of a phrase may begin after the one before.
_STRIDE = 6

Places = list[tuple[int, int]]


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
class Sensed:
    """The cues of one text, and the places of watched word classes, by sentence."""

    cues: dict[int, list[CueHit]]
    classes: dict[int, dict[str, Places]]


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

    def __init__(self, tables: Tables, is_watched: NDArray[np.bool_], phrases: _Phrases, begin: Ints) -> None:
        """`begin` is where the text of each sentence begins; places are counted from there."""
        self._count = len(is_watched)
        at, slot = tables.fills.expand(phrases.state)
        wanted = self._wanted(tables, is_watched, slot)[slot]
        at, slot = at[wanted], slot[wanted]
        pairs = phrases.sentence[at] * self._count + slot
        order = np.argsort(pairs, kind="stable")
        pairs = pairs[order]
        first = np.flatnonzero(firsts(pairs))
        before = begin[phrases.sentence]
        self._spans: Places = list(
            zip((phrases.start - before).tolist(), (phrases.end - before).tolist(), strict=True)
        )
        self._rows: list[int] = at[order].tolist()
        self._first: list[int] = [*first.tolist(), len(pairs)]
        self._pairs = pairs[first]
        self._listed: list[int] = self._pairs.tolist()
        self.sentence, self.slot = np.divmod(self._pairs, self._count)

    @staticmethod
    def _wanted(tables: Tables, is_watched: NDArray[np.bool_], slot: Ints) -> NDArray[np.bool_]:
        """The slots that are watched, and those of cues all of whose slots are filled somewhere."""
        filled = np.zeros(len(is_watched) + 1, dtype=bool)
        filled[slot] = filled[-1] = True  # the last stands for no further slot, -1
        anchors = np.flatnonzero(filled[:-1])
        at, cue = tables.anchored.expand(anchors)
        possible = filled[tables.others[cue]].all(axis=1)
        wanted = np.append(is_watched, False)
        wanted[anchors[at[possible]]] = True
        wanted[tables.others[cue[possible]]] = True
        return wanted

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


class CueFinder:
    """Finds the cues of a vocabulary in what a scan found."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        # States that more words may follow; and the states that one word leads to.
        self._going_on = np.zeros(len(tables.fills.first), dtype=bool)
        self._going_on[tables.steps // max(1, tables.words)] = True
        single = np.searchsorted(tables.steps, tables.words)
        self._first_state = np.full(tables.words, -1, dtype=np.int64)
        self._first_state[tables.steps[:single]] = tables.reached[:single]
        self._is_written = np.zeros(len(tables.entry_word), dtype=bool)
        self._is_written[list(tables.written)] = True
        self._is_watched = np.zeros(len(tables.anchored.first) - 1, dtype=bool)
        self._is_watched[list(tables.watched)] = True

    def find(self, scan: Scan, wanted: Sequence[Collection[int] | None] | None = None) -> list[Sensed]:
        """The cues and watched classes of each text: in all its sentences (None), or in these only."""
        if wanted is None:
            wanted = [None] * len(scan.readings)
        # All sentences of all texts, numbered through; a text of which nothing is wanted need not be split.
        starts: list[int] = []
        places: list[tuple[int, int]] = []  # of which text, and of its sentences which
        kept: list[bool] = []
        for text, (reading, only) in enumerate(zip(scan.readings, wanted, strict=True)):
            begin = scan.begin[text]
            sentences = reading.split() if only is None or only else []
            starts += [begin, *(begin + sentence.start for sentence in sentences[1:])]
            places += [(text, index) for index in range(max(1, len(sentences)))]
            if only is None or not only:
                kept += [only is None] * max(1, len(sentences))
            else:
                chosen = set(only)
                kept += [index in chosen for index in range(len(sentences))]
        sentence = np.searchsorted(starts, scan.hits.start, side="right") - 1
        wanted_hits = np.array(kept)[sentence]
        words = self._words(scan, scan.hits.only(wanted_hits), sentence[wanted_hits])
        return self._put_together(scan, places, self._phrases(scan.folded, words))

    def _words(self, scan: Scan, hits: Hits, sentence: Ints) -> _Words:
        """The words of phrases that hits spell, with what their borders allow."""
        tables, folded, written = self._tables, scan.folded, scan.written
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

    def _phrases(self, folded: str, words: _Words) -> _Phrases:
        """Where runs of words spell a phrase that is or begins one of the vocabulary."""
        tables = self._tables
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

    def _put_together(self, scan: Scan, places: Sequence[tuple[int, int]], phrases: _Phrases) -> list[Sensed]:
        """By sentence, the cues whose slots all stand there, near enough and in order; and the watched classes."""
        tables = self._tables
        begin = np.array([scan.begin[text] for text, _ in places], dtype=np.int64)
        slots = _Slots(tables, self._is_watched, phrases, begin)
        found = [Sensed(defaultdict(list), defaultdict(lambda: defaultdict(list))) for _ in scan.readings]
        watched = np.flatnonzero(self._is_watched[slots.slot])
        for row, number, slot in zip(
            watched.tolist(), slots.sentence[watched].tolist(), slots.slot[watched].tolist(), strict=True
        ):
            text, index = places[number]
            found[text].classes[index][tables.watched[slot]] += slots.row(row)
        at, cue = tables.anchored.expand(slots.slot)
        sentence = slots.sentence[at]
        for other in tables.others.T:
            more = np.flatnonzero(other[cue] >= 0)
            if not len(more):
                break
            stands = np.ones(len(cue), dtype=bool)
            stands[more] = slots.both(sentence[more], other[cue[more]])
            sentence, cue = sentence[stands], cue[stands]
        for number, cue_number in zip(sentence.tolist(), cue.tolist(), strict=True):
            told = tables.cues[cue_number]
            text, index = places[number]
            filled = {slot: slots.places(number, slot) for part in told.parts for slot, _ in part}
            span = self._match(scan.readings[text].folded, told, filled)
            if span:
                found[text].cues[index].append(
                    CueHit(told.theme, span[0], span[1], told.kind, told.role, told.number)
                )
        for sensed in found:
            for several in sensed.cues.values():
                several.sort(key=lambda h: (h.start, h.end, h.cue))
            for named in sensed.classes.values():
                for name, where in named.items():
                    if len(where) > 1:
                        named[name] = sorted(set(where))
        return found

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
