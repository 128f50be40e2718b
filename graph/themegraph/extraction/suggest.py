"""Suggests the themes of a sentence where cues run out: a linear model over words, word classes, industries and cues.

The model (suggest.npz, fitted by `make train` on sentences that we wrote) is multinomial logistic regression over
the character n-grams of each word, the word classes of ontology/words that stand in the sentence, the
industries of its companies, and the themes that cues claim there. Company names are left out. A sentence's
vector is the sum of its words' vectors, so that each word is looked up once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from themegraph.extraction.text import Reading, Sentence
from themegraph.vocabulary.korean import is_korean

MODEL = Path(__file__).with_name("suggest.npz")
NONE = "none"
# How much a known thing weighs against one n-gram of a word.
KNOWN = 3
# Document frequencies weigh in 64ths, so that sums are whole numbers and the same on every machine.
FINE = 64
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[가-힣]+|\d[\d,.]*|[%$€£¥]")
_SIZES = {"en": (3, 4, 5), "ko": (1, 2, 3, 4)}
_REMEMBERED = 100_000
_AT_ONCE = 256  # sentences

Vector = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sentence holds, for the model: words with their places, and what else is known of it."""

    language: str
    words: tuple[tuple[int, int, str], ...]
    known: tuple[tuple[str, int, int], ...]  # name, and the place it stands at (or 0, 0)

    @property
    def places(self) -> list[tuple[int, int]]:
        """The places of the words and of what is known."""
        return [(start, end) for start, end, _ in self.words] + [(start, end) for _, start, end in self.known]

    @property
    def speaks(self) -> bool:
        """Whether there is a place that could speak for a theme."""
        return any(end for _, end, _ in self.words) or any(end for _, _, end in self.known)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme, its probability, its rank in the sentence (0 is the likeliest) and the words that speak for it."""

    theme: str
    probability: float
    rank: int
    start: int
    end: int


# The likeliest themes of a sentence, and the probabilities of all themes, none where nothing could speak for one.
Suggested = tuple[list[Suggestion], Mapping[str, float]]


def see(
    reading: Reading,
    sentence: Sentence,
    companies: Iterable[tuple[int, int, str]],
    classes: Mapping[str, Sequence[tuple[int, int]]],
    claims: Iterable[tuple[str, int, int]],
) -> Seen:
    """A sentence as the model sees it; `companies` are places with industries, `claims` places of themes by cues."""
    folded = reading.folded
    borders = [sentence.start]
    known: list[tuple[str, int, int]] = []
    for start, end, industry in companies:
        borders += [start, end]
        known.append((f"i:{industry}", 0, 0))
    borders.append(sentence.end)
    words = [
        (*m.span(), "0" if (word := m.group())[0].isdigit() else word)
        for low, high in zip(borders[::2], borders[1::2], strict=True)
        for m in _WORD.finditer(folded, low, high)
    ]
    known += [(f"c:{name}", *places[0]) for name, places in classes.items() if places]
    known += [(f"t:{theme}", start, end) for theme, start, end in claims]
    language = "ko" if is_korean(folded[sentence.start : sentence.end]) else "en"
    return Seen(language, tuple(words), tuple(sorted({k[0]: k for k in known}.values())))


def grams(language: str, word: str) -> Iterator[str]:
    """The word itself and its character n-grams, its borders marked."""
    yield f"w:{word}"
    marked = f"<{word}>"
    seen: set[str] = set()
    for size in _SIZES[language]:
        for at in range(len(marked) - size + 1):
            gram = marked[at : at + size]
            if gram not in seen and gram not in ("<", ">"):
                seen.add(gram)
                yield gram


class Suggester:
    """The fitted model of both languages."""

    def __init__(self, parts: Mapping[str, Mapping[str, NDArray[np.generic]]]) -> None:
        self._parts = {language: _Part(language, arrays) for language, arrays in parts.items()}

    @classmethod
    def load(cls, path: Path = MODEL) -> Suggester:
        """The model that ships with the package."""
        with np.load(path, allow_pickle=False) as data:
            parts: dict[str, dict[str, NDArray[np.generic]]] = {}
            for key in data.files:
                language, _, name = key.partition("_")
                parts.setdefault(language, {})[name] = data[key]
        return cls(parts)

    def suggest(self, several: Sequence[Seen], least: float, most: int) -> list[Suggested]:
        """Of each sentence the likeliest themes of at least this probability, and the probabilities of all."""
        found: list[Suggested] = [([], {}) for _ in several]
        for language, part in self._parts.items():
            own = [n for n, seen in enumerate(several) if seen.language == language and seen.speaks]
            for start in range(0, len(own), _AT_ONCE):
                chosen = own[start : start + _AT_ONCE]
                told = part.suggest([several[n] for n in chosen], least, most)
                for n, suggested in zip(chosen, told, strict=True):
                    found[n] = suggested
        return found


class _Shares(Mapping[str, float]):
    """Probabilities by theme; few of them are ever asked for."""

    def __init__(self, places: Mapping[str, int], shares: NDArray[np.float64]) -> None:
        self._places = places
        self._shares = shares

    def __getitem__(self, theme: str) -> float:
        return float(self._shares[self._places[theme]])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Part:
    """The model of one language: rows of weights by feature, quantised to bytes."""

    def __init__(self, language: str, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self.language = language
        self.themes: list[str] = [str(t) for t in arrays["themes"]]
        names = bytes(arrays["names"].tobytes()).decode("utf-8").split("\n")
        self._rows = {name: i for i, name in enumerate(names)}
        self._weights = arrays["weights"]
        self._scale = arrays["scale"].astype(np.float64)
        self._idf: Vector = arrays["idf"].astype(np.int64)
        self._intercept = arrays["intercept"].astype(np.float64)
        self._places = {theme: place for place, theme in enumerate(self.themes)}
        # The rows of words met before: their numbers, sums of weights and squared lengths.
        self._memory: dict[str, int] = {}
        self._sums = np.zeros((1024, len(self.themes)), dtype=np.int32)
        self._lengths: list[int] = []

    def _vector(self, features: Iterable[str], weight: int) -> tuple[Vector, int]:
        rows = [self._rows[f] for f in features if f in self._rows]
        idf = self._idf[rows] * weight
        return idf @ self._weights[rows].astype(np.int64), int(idf @ idf)

    def _row(self, name: str, weight: int) -> int:
        """The row of a word, or of what else is known (which weighs KNOWN, and has no n-grams)."""
        row = self._memory.get(name)
        if row is None:
            row = self._memory[name] = len(self._lengths)
            if row == len(self._sums):
                self._sums = np.concatenate((self._sums, np.zeros_like(self._sums)))
            features = (name,) if weight == KNOWN else grams(self.language, name)
            self._sums[row], length = self._vector(features, weight)
            self._lengths.append(length)
        return row

    def suggest(self, several: Sequence[Seen], least: float, most: int) -> list[Suggested]:
        if len(self._lengths) > _REMEMBERED:
            self._memory.clear()
            self._lengths.clear()
        known = self._memory.get
        rows: list[int] = []
        first: list[int] = []
        for seen in several:
            first.append(len(rows))
            rows += [
                row if (row := known(word)) is not None else self._row(word, 1) for _, _, word in seen.words
            ]
            rows += [self._row(name, KNOWN) for name, _, _ in seen.known]
        stacked = self._sums[rows]
        lengths = np.fromiter(map(self._lengths.__getitem__, rows), np.int64, len(rows))
        norm = np.sqrt(np.add.reduceat(lengths, first))[:, None]
        norm[norm == 0] = 1.0
        odds = np.add.reduceat(stacked, first, axis=0, dtype=np.int64) * self._scale / norm + self._intercept
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        likeliest = np.argsort(-shares, axis=1, kind="stable")[:, : most + 1].tolist()
        told: list[Suggested] = []
        for seen, low, high, own, best in zip(
            several, first, [*first[1:], len(rows)], shares, likeliest, strict=True
        ):
            found: list[Suggestion] = []
            places = seen.places
            for k in best:
                if own[k] < least:
                    break
                if self.themes[k] != NONE:
                    place = _tightest(places, stacked[low:high, k].tolist())
                    found.append(Suggestion(self.themes[k], float(own[k]), len(found), *place))
            told.append((found[:most], _Shares(self._places, own)))
        return told


def _tightest(places: list[tuple[int, int]], weights: list[int]) -> tuple[int, int]:
    """The run of words that speaks most for a theme: the best subarray (Kadane) of weights less half their mean."""
    by_place: dict[tuple[int, int], int] = {}
    for (start, end), weight in zip(places, weights, strict=True):
        if end:
            by_place[start, end] = by_place.get((start, end), 0) + weight
    words = sorted(by_place)
    tops = [w for w in words if by_place[w] > 0]
    toll = sum(by_place[w] for w in tops) / len(tops) / 2 if tops else 0.0
    best, best_sum, run_sum, first = (words[0][0], words[-1][1]), 0.0, 0.0, 0
    for i, word in enumerate(words):
        if run_sum <= 0:
            run_sum, first = 0.0, i
        run_sum += by_place[word] - toll
        if run_sum > best_sum:
            best_sum, best = run_sum, (words[first][0], max(w[1] for w in words[first : i + 1]))
    return best


def fitted(
    language: str, themes: Sequence[str], names: Sequence[str], weights: NDArray[np.float64],
    idf: NDArray[np.float64], intercept: NDArray[np.float64],
) -> dict[str, NDArray[np.generic]]:  # fmt: skip
    """The arrays of one language for `suggest.npz`: weights (features x themes) in bytes with a scale a theme."""
    assert all(a < b for a, b in pairwise(names))
    scale = np.abs(weights).max(axis=0) / 127
    return {
        f"{language}_themes": np.array(themes),
        f"{language}_names": np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8),
        f"{language}_weights": np.round(weights / scale).astype(np.int8),
        f"{language}_scale": scale.astype(np.float32),
        f"{language}_idf": np.round(idf * FINE).astype(np.int16),
        f"{language}_intercept": intercept.astype(np.float32),
    }
