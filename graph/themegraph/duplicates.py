"""Finds documents that are one source: reprints, shortened copies and updated versions of the same text.

Broder, "On the resemblance and containment of documents" (1997): a text is the set of its shingles, and
MinHash keeps a sketch of that set from which resemblance and containment are estimated. Two documents are
one source where most of the shorter stands in the longer, word for word, and its figures do too: what is
written to one template about other facts differs in its figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from themegraph import resources
from themegraph.model import Document

# What a signature is made with; whoever keeps signatures keeps this beside them.
VERSION = 3
_WORDS, _FIGURES = 128, 32  # permutations for the wording, and for the figures in it
_BAND = 2  # permutations that must agree for two documents to be compared at all
_CONTAINED = 0.6  # share of the shorter that stands in the longer
_RESEMBLANCE = 0.15  # below this an estimate from so few permutations says nothing
_FIGURES_KEPT = 0.4  # share of the figures of the one with fewer that the other has too
_FEW_FIGURES = 3  # too few to tell a template by
_AT_ONCE = 4096  # shingles mapped at once, for the sake of memory
_REMEMBERED = 100_000  # units whose hashes are kept
_WINDOW, _WINDOW_HANGUL = 4, 9  # units in a shingle: words, or syllables where the text is Korean

# Latin words and numbers are units; Hangul, kana and Han are cut into single letters, for where a Korean
# word ends and how it is spaced differs between two copies of one text.
_UNIT = re.compile(r"\d+(?:[.,/:-]\d+)*|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # fmt: skip

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")

Sketch = NDArray[np.uint16]
_RECORD = np.dtype([("shingles", "<u4"), ("figures", "<u4"), ("sketch", "<u2", (_WORDS + _FIGURES,))])


def signature(text: str) -> bytes:
    """The sketch of a text in 328 bytes, nothing for a text without words; the same on every machine."""
    folded = unicodedata.normalize("NFC", text).casefold()
    sentences = _SENTENCE.split(folded)
    marks = [phrase for phrase in _boilerplate() if phrase in folded]
    said = [s for s in sentences if not any(mark in s for mark in marks)] if marks else sentences
    units = _UNIT.findall(unicodedata.normalize("NFKC", "\n".join(said or sentences)))
    if not units:
        return b""
    shingles = _shingles(units)
    figures = _each_once(_hashes([unit for unit in units if unit[0].isdigit()]))
    record = np.zeros(1, dtype=_RECORD)
    record["shingles"], record["figures"] = len(shingles), len(figures)
    record["sketch"][0, :_WORDS] = _sketch(_WORDS, shingles)
    record["sketch"][0, _WORDS:] = _sketch(_FIGURES, figures)
    return record.tobytes()


def groups(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """Document -> the document that stands for its group: of all that are one source, the first by id.

    A document that is like no other stands for itself. The order of the mapping does not matter.
    """
    known = sorted(document for document, sketch in signatures.items() if sketch)
    above = {document: document for document in signatures}

    def top(document: str) -> str:
        while above[document] != document:
            above[document] = above[above[document]]
            document = above[document]
        return document

    table = np.frombuffer(b"".join(signatures[document] for document in known), dtype=_RECORD)
    for i, j in _pairs(table):
        first, second = sorted((top(known[i]), top(known[j])))
        above[second] = first
    return {document: top(document) for document in sorted(above)}


def group(documents: Iterable[Document]) -> dict[str, str]:
    """The groups of these documents, by the ids of documents; keeps their signatures in memory, not their texts."""
    return groups({document.id: signature(document.text) for document in documents})


def bands(sketch: bytes) -> tuple[bytes, ...]:
    """The keys under which a document is to be looked for: those that share none are not one source."""
    if not sketch:
        return ()
    (record,) = np.frombuffer(sketch, dtype=_RECORD)
    words = record["sketch"][:_WORDS].tobytes()
    width = 2 * _BAND
    return tuple(bytes([n]) + words[n * width : (n + 1) * width] for n in range(_WORDS // _BAND))


def alike(one: bytes, other: bytes) -> bool:
    """Whether the documents of two signatures are one source."""
    if not one or not other:
        return False
    table = np.frombuffer(one + other, dtype=_RECORD)
    return bool(_alike(table[:1], table[1:])[0])


@lru_cache
def _boilerplate() -> Sequence[str]:
    """What marks a sentence as the publisher's (ontology/boilerplate.txt)."""
    lines = (resources.folder("ontology") / "boilerplate.txt").read_text(encoding="utf-8").splitlines()
    phrases = (unicodedata.normalize("NFC", line.strip()).casefold() for line in lines if line[:1] != "#")
    return [phrase for phrase in phrases if phrase]


def _shingles(units: list[str]) -> NDArray[np.uint32]:
    """The hashes of all runs of units as long as the window, each once; of a shorter text, of the whole."""
    single = sum(map("\u3000".__lt__, units))
    window = min(_WINDOW_HANGUL if single * 2 > len(units) else _WINDOW, len(units))
    hashes = _hashes(units)
    mixed = np.zeros(len(units) - window + 1, dtype=np.uint32)
    for step in range(window):
        mixed = (mixed ^ hashes[step : step + len(mixed)]) * np.uint32(0x9E3779B1)
        mixed ^= mixed >> np.uint32(15)
    return _each_once(mixed)


def _hashes(units: Sequence[str]) -> NDArray[np.uint32]:
    if len(_HASHES) > _REMEMBERED:
        _HASHES.clear()
    return np.fromiter(map(_HASHES.__getitem__, units), np.uint32, len(units))


class _Hashes(dict[str, int]):
    """The hashes of units met before, as most are met again."""

    def __missing__(self, unit: str) -> int:
        value = self[unit] = crc32(unit.encode())
        return value


_HASHES = _Hashes()


def _each_once(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The values in order, each once; np.unique, which hashes, takes several times as long for so few."""
    ordered = np.sort(values)
    return ordered[_firsts(ordered)]


def _firsts(ordered: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Where a value stands for the first time, of values in order."""
    return np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]


def _sketch(permutations: int, hashes: NDArray[np.uint32]) -> Sketch:
    """The low halves of the MinHash values: two sets that differ agree in one by chance once in 65,536."""
    least = np.full(permutations, 0xFFFFFFFF, dtype=np.uint32)
    factors, offsets = _permutations(permutations)
    mixed = hashes ^ (hashes >> np.uint32(16))
    mixed = mixed * np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    for start in range(0, len(mixed), _AT_ONCE):
        part = factors[:, None] * mixed[None, start : start + _AT_ONCE] + offsets[:, None]
        np.minimum(least, part.min(axis=1), out=least)
    low: Sketch = (least & np.uint32(0xFFFF)).astype("<u2")
    return low


@lru_cache
def _permutations(count: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Factors (odd) and offsets of maps x -> factor * x + offset (mod 2^32), each of which is a permutation."""
    luck = np.random.RandomState(1)  # its numbers are frozen, NEP 19
    factors, offsets = luck.randint(0, 2**32, size=(2, count), dtype=np.uint32)
    return factors | np.uint32(1), offsets


def _pairs(table: NDArray[np.void]) -> Iterator[tuple[int, int]]:
    """Rows that are one source, band by band: rows of equal band are compared with the longest of them first.

    The longest leads; the next that is like no leader leads, too. Two rows that were found alike are not
    compared again. In each round every group of a band compares its rows with its next leader.
    """
    count = len(table)
    joined = np.empty(0, dtype=np.int64)  # pairs found alike, row * count + leader, ascending
    longest = np.lexsort((np.arange(count), -table["shingles"].astype(np.int64)))
    for start in range(0, _WORDS, _BAND):
        columns = np.ascontiguousarray(table["sketch"][longest, start : start + _BAND])
        keys = columns.view(f"u{2 * _BAND}").ravel()
        order = np.argsort(keys, kind="stable")
        new_key = _firsts(keys[order])
        shared = ~(new_key & np.append(new_key[1:], True)[: len(order)])
        row, group = longest[order[shared]], np.cumsum(new_key)[shared]
        led = np.zeros(len(row), dtype=bool)
        found = [joined]
        while len(row):
            first = _firsts(group)
            leader = row[first][np.cumsum(first) - 1]
            pair = row * count + leader
            known = _among(pair, joined)
            new = np.flatnonzero(~first & ~known)
            same = np.concatenate([
                _alike(table[row[part]], table[leader[part]]) for part in np.array_split(new, len(new) // _AT_ONCE + 1)
            ])  # fmt: skip
            fresh = new[same]
            found.append(pair[fresh])
            yield from zip(row[fresh].tolist(), leader[fresh].tolist(), strict=True)
            led |= first | known
            led[fresh] = True
            # The next leader of a group is its first row that nobody led; only what stands behind it goes on.
            behind = _at_or_behind_first(~led, group)
            row, group, led = row[behind], group[behind], led[behind]
        joined = np.sort(np.concatenate(found))


def _among(values: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which values stand in an ascending array."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    among: NDArray[np.bool_] = known.take(known.searchsorted(values), mode="clip") == values
    return among


def _at_or_behind_first(marked: NDArray[np.bool_], group: NDArray[np.int64]) -> NDArray[np.bool_]:
    """In each group of neighbours, the places from its first mark on."""
    marks = np.cumsum(marked)
    first = _firsts(group)
    before: NDArray[np.int64] = (marks - marked)[first][np.cumsum(first) - 1]  # marks in earlier groups
    behind: NDArray[np.bool_] = marks > before
    return behind


@dataclass(frozen=True, slots=True)
class _Overlap:
    """Estimates for pairs of sets: what they share of both together, and of the smaller of them."""

    resemblance: NDArray[np.float64]
    containment: NDArray[np.float64]


def _overlap(a: Sketch, b: Sketch, size_a: NDArray[np.uint32], size_b: NDArray[np.uint32]) -> _Overlap:
    resemblance = (a == b).mean(axis=1)
    total = size_a.astype(np.float64) + size_b
    shared = resemblance * total / (1 + resemblance)
    return _Overlap(resemblance, shared / np.maximum(1, np.minimum(size_a, size_b)))


def _alike(one: NDArray[np.void], others: NDArray[np.void]) -> NDArray[np.bool_]:
    words = _overlap(
        one["sketch"][:, :_WORDS], others["sketch"][:, :_WORDS], one["shingles"], others["shingles"]
    )
    figures = _overlap(
        one["sketch"][:, _WORDS:], others["sketch"][:, _WORDS:], one["figures"], others["figures"]
    )
    few = np.minimum(one["figures"], others["figures"]) < _FEW_FIGURES
    same: NDArray[np.bool_] = (
        (words.resemblance >= _RESEMBLANCE)
        & (words.containment >= _CONTAINED)
        & (few | (figures.containment >= _FIGURES_KEPT))
    )
    return same
