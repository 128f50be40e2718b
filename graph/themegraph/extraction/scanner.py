"""One scan of folded texts for everything that the vocabulary can say.

ASCII words are looked up, and all other company names, Korean words and compounds are found by one automaton
(Aho and Corasick 1975, by ahocorasick_rs). What the hits say is put together in cues.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, repeat

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind  # type: ignore[attr-defined,unused-ignore]
from numpy.typing import NDArray

from themegraph.extraction.compiled import NO_COMPANY, Ints, Owners, Tables
from themegraph.extraction.text import Reading

# What borders depend on, by code point: 1 for ASCII letters and digits, 2 for Hangul. All others are alike.
_OTHER, _LATIN, _HANGUL = 0, 1, 2
_KINDS = np.zeros(0x10000, dtype=np.uint8)
_KINDS[[code for code in range(128) if chr(code).isalnum()]] = _LATIN
_KINDS[ord("가") : ord("힣") + 1] = _HANGUL
_ALONE = re.compile("[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NameHit:
    """A place where a listed name stands, its border and case checked, its sense not."""

    start: int
    end: int
    name: str
    companies: tuple[tuple[str, str], ...]  # (company id, kind), kind: company, person, brand


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


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """What a scan found in some texts, which it reads as one: `folded` and `written` joined, `begin` of each therein.

    `names` are the listed names of each text, by place, with the offsets of that text.
    """

    readings: Sequence[Reading]
    folded: str
    written: str
    begin: Sequence[int]
    hits: Hits
    names: Sequence[Sequence[NameHit]]


class Scanner:
    """The strings of a vocabulary made ready to scan for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

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

    def scan(self, readings: Sequence[Reading]) -> Scan:
        """The listed names of some texts, and all hits; many texts at once are read sooner."""
        folded, written = "\n".join(r.folded for r in readings), "\n".join(r.written for r in readings)
        begin = [0, *accumulate(len(r.folded) + 1 for r in readings)][:-1]
        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        # One kind a character; the one after the last is before the first, too.
        kinds = np.append(_KINDS[np.minimum(codes, 0xFFFF)], np.uint8(_OTHER))
        hits = self._strings(folded, kinds).and_(self._alone(folded, kinds))
        named = np.flatnonzero(self._tables.named[hits.pattern])
        start, end = hits.start[named], hits.end[named]
        owner = np.searchsorted(begin, start, side="right") - 1
        before = np.array(begin, dtype=np.int64)[owner]
        names: list[list[NameHit]] = [[] for _ in readings]
        for n, pattern, a, b in zip(
            owner.tolist(),
            hits.pattern[named].tolist(),
            (start - before).tolist(),
            (end - before).tolist(),
            strict=True,
        ):
            hit = self._name(readings[n], self._tables.names[pattern], a, b)
            if hit:
                names[n].append(hit)
        return Scan(readings, folded, written, begin, hits, names)

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
