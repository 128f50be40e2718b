"""The vocabulary as tables that a scan needs: patterns, words, phrases, slots and cues by number.

Making them takes some seconds, so they are kept in the user's cache folder under the hash of the
vocabulary's files and of the code: strings as JSON, numbers as NumPy arrays, nothing that could run. The
files may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themegraph.extraction.text import Reading
from themegraph.model import Role
from themegraph.resources import cache_folder, code_version
from themegraph.vocabulary import Vocabulary
from themegraph.vocabulary.cues import Slot
from themegraph.vocabulary.english import inflect
from themegraph.vocabulary.korean import conjugate, is_hangul

_KEPT_SECONDS = 14 * 86400
Owners = Mapping[str, tuple[tuple[str, str], ...]]


# The word class of phrases that hold a company's name and mean something else.
NO_COMPANY = "not-a-company"


Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledCue:
    """A cue as slot numbers."""

    number: int
    theme: str
    kind: str
    role: Role | None
    language: str
    parts: tuple[tuple[tuple[int, bool], ...], ...]


def spread(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """All numbers from low up to high of each pair, each with the place of its pair."""
    count = high - low
    at = np.repeat(np.arange(len(low)), count)
    return at, np.arange(len(at)) - np.repeat(np.cumsum(count) - count - low, count)


def firsts(ordered: Ints) -> NDArray[np.bool_]:
    """Where a number stands for the first time, of numbers in order."""
    return np.append(True, np.diff(ordered) != 0)[: len(ordered)]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of numbers of unequal length, one after another: row i is `values[first[i]:first[i + 1]]`."""

    first: Ints
    values: Ints

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> Rows:
        """Packs rows."""
        several = [tuple(row) for row in rows]
        first = np.zeros(len(several) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in several], out=first[1:])
        return cls(first, np.fromiter((v for row in several for v in row), np.int64, int(first[-1])))

    def expand(self, keys: Ints) -> tuple[Ints, Ints]:
        """All values of these rows, each with the place of its key among the keys."""
        at, places = spread(self.first[keys], self.first[keys + 1])
        return at, self.values[places]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What a scan looks for, and what it makes of it.

    `patterns` are the strings; `names` gives for some of them the names as written and whose they are.
    `entries` leads from a pattern to the words it spells, as numbers of an entry: `entry_word` is the word,
    `entry_loose` whether endings may follow, `written` the exact spelling where capitals matter. `english` tells
    the language of each word. `steps` (sorted) and `reached` lead from a state and a word (as one number: state * words + word) to a state of the trie of
    phrases, `fills` from a state to the slots that its phrase fills, `anchored` from a slot to the cues that are
    tried there, `watched` to the word class that it is; `others` (cues x most slots, -1 for none) leads from a cue
    to its further slots.
    """

    patterns: list[str]
    names: Mapping[int, Owners]
    named: NDArray[np.bool_]
    entries: Rows
    entry_word: Ints
    entry_loose: NDArray[np.bool_]
    written: Mapping[int, str]
    english: NDArray[np.bool_]
    steps: Ints
    reached: Ints
    fills: Rows
    anchored: Rows
    others: Ints
    cues: Sequence[CompiledCue]
    watched: Mapping[int, str]

    @property
    def words(self) -> int:
        """How many words there are."""
        return len(self.english)


def tables(vocabulary: Vocabulary, watch: tuple[str, ...]) -> Tables:
    """The tables of a vocabulary, from the cache folder where they were made before."""
    path = path_of(vocabulary.fingerprint) if vocabulary.files else None
    with _uncollected():
        found = _read(path, watch) if path else None
        if found is None:
            found = _Compiler(vocabulary, watch).tables()
            if path:
                with contextlib.suppress(OSError):
                    _write(path, found, watch)
    return found


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of garbage, which would look through a million new objects again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def path_of(fingerprint: str) -> Path:
    """Where the tables of this vocabulary are kept."""
    return cache_folder() / f"vocabulary-{fingerprint}-{code_version('vocabulary')}.npz"


class _Compiler:
    def __init__(self, vocabulary: Vocabulary, watch: Iterable[str]) -> None:
        self._vocabulary = vocabulary
        self._watch = watch
        self._patterns: dict[str, int] = {}
        self._names: dict[int, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
        # The words that patterns spell: pattern, word, as written where capitals matter, whether endings may follow.
        self._entries: list[tuple[int, int, str | None, bool]] = []
        self._words: dict[tuple[str, str], int] = {}
        self._trie: dict[tuple[int, int], int] = {}
        self._states: dict[tuple[str, str], int] = {}
        self._fills: list[tuple[int, int]] = []  # state and slot
        self._slots: dict[tuple[str, str | tuple[str, ...]], int] = {}

    def tables(self) -> Tables:
        self._add_names()
        cues = self._add_cues()
        classes = self._vocabulary.words.classes
        watched = {
            self._slot(language, Slot(word_class=name)): name
            for name in self._watch
            for language in ("en", "ko")
            if (language, name) in classes
        }
        fills = np.array(self._fills, dtype=np.int64).reshape(-1, 2)
        anchored, others = self._tried(cues, fills)
        count = len(self._words)
        steps = sorted((state * count + word, after) for (state, word), after in self._trie.items())
        entries = sorted(self._entries, key=itemgetter(0))
        return Tables(
            patterns=list(self._patterns),
            names={
                number: {name: tuple(sorted(owners)) for name, owners in names.items()}
                for number, names in self._names.items()
            },
            named=np.array([p in self._names for p in range(len(self._patterns))], dtype=bool),
            entries=_numbered([p for p, *_ in entries], len(self._patterns)),
            entry_word=np.array([word for _, word, _, _ in entries], dtype=np.int64),
            entry_loose=np.array([loose for *_, loose in entries], dtype=bool),
            written={n: form for n, (_, _, form, _) in enumerate(entries) if form is not None},
            english=np.array([language == "en" for language, _ in self._words], dtype=bool),
            steps=np.array([step for step, _ in steps], dtype=np.int64),
            reached=np.array([after for _, after in steps], dtype=np.int64),
            fills=_grouped(fills[:, 0], fills[:, 1], len(self._trie) + 1),
            anchored=Rows.of(anchored.get(slot, ()) for slot in range(len(self._slots))),
            others=others,
            cues=cues,
            watched=watched,
        )

    def _pattern(self, surface: str) -> int:
        return self._patterns.setdefault(surface, len(self._patterns))

    def _add_names(self) -> None:
        for company in self._vocabulary.companies.values():
            for kind, several in (
                ("company", company.all_names),
                ("person", company.people),
                ("brand", company.brands),
            ):
                for name in several:
                    folded = Reading(name)
                    self._names[self._pattern(folded.folded)][folded.written].add((company.id, kind))
        for language in ("en", "ko"):
            for phrase in self._vocabulary.words.classes.get((language, NO_COMPANY), ()):
                folded = Reading(phrase)
                self._names[self._pattern(folded.folded)][folded.written].add(("", NO_COMPANY))

    def _slot(self, language: str, slot: Slot) -> int:
        key = (language, slot.word_class or slot.phrases)
        if key not in self._slots:
            self._slots[key] = len(self._slots)
            for phrase in slot.phrases or self._vocabulary.words.classes[language, slot.word_class]:
                state = self._states.get((language, phrase))
                if state is None:
                    state = self._states[language, phrase] = self._state(language, phrase)
                self._fills.append((state, self._slots[key]))
        return self._slots[key]

    def _word(self, language: str, word: str) -> int:
        key = (language, word)
        if key in self._words:
            return self._words[key]
        number = self._words[key] = len(self._words)
        plain = word.removeprefix("=")
        verb = plain == word and plain.endswith("다") and len(plain) > 1 and is_hangul(plain[-2])
        forms: Iterable[str] = (plain,)
        if language == "en":
            forms = inflect(word, self._vocabulary.words.irregular)
        elif verb:
            forms = conjugate(plain)
        loose = verb or language == "en"
        for form in forms:
            small = form.lower()
            self._entries.append((self._pattern(small), number, None if form == small else form, loose))
        return number

    def _state(self, language: str, phrase: str) -> int:
        """The state that the words of a phrase lead to."""
        state = 0
        for word in phrase.split():
            step = (state, self._word(language, word))
            state = self._trie.setdefault(step, len(self._trie) + 1)
        return state

    def _add_cues(self) -> list[CompiledCue]:
        return [
            CompiledCue(
                number, cue.theme, cue.kind, cue.role, cue.language,
                tuple(tuple((self._slot(cue.language, s), s.far) for s in part) for part in cue.parts),
            )
            for number, cue in enumerate(self._vocabulary.cues)
        ]  # fmt: skip

    def _tried(self, cues: Sequence[CompiledCue], fills: Ints) -> tuple[dict[int, list[int]], Ints]:
        """The cues by the slot where each is tried, and the further slots of each, the rarest first.

        A cue is tried only where its rarest slot stands, and given up at the next rarest that does not. How
        common a slot is shows in how many slots its phrases fill.
        """
        state, slot = fills.T
        use = np.zeros(len(self._slots), dtype=np.int64)
        np.add.at(use, slot, np.bincount(state)[state])
        rare = use.tolist()
        slots = [
            sorted({slot for part in cue.parts for slot, _ in part}, key=lambda s: (rare[s], s))
            for cue in cues
        ]
        anchored: dict[int, list[int]] = defaultdict(list)
        others = np.full((len(cues), max((len(own) for own in slots), default=1)), -1, dtype=np.int64)
        for number, own in enumerate(slots):
            anchored[own[0]].append(number)
            others[number, : len(own) - 1] = own[1:]
        return anchored, others


def _grouped(keys: Ints, values: Ints, count: int) -> Rows:
    """Rows of values by their keys, each value once and ascending."""
    size = int(values.max(initial=0)) + 1
    pairs = np.sort(keys * size + values)
    pairs = pairs[firsts(pairs)]
    return Rows(np.searchsorted(pairs, np.arange(count + 1) * size).astype(np.int64), pairs % size)


def _numbered(keys: Sequence[int], count: int) -> Rows:
    """The numbers 0, 1, ... in rows by their keys, which ascend."""
    return Rows(np.searchsorted(keys, np.arange(count + 1)).astype(np.int64), np.arange(len(keys)))


# -- keeping ----------------------------------------------------------------------------------------------


_ARRAYS = ("named", "entry_word", "entry_loose", "english", "steps", "reached", "others")
_encode = json.JSONEncoder(ensure_ascii=False).encode
_ROWS = ("entries", "fills", "anchored")


def _write(path: Path, made: Tables, watch: tuple[str, ...]) -> None:
    strings = {
        "watch": watch,
        "names": {str(i): _encode(owners) for i, owners in made.names.items()},
        "written": made.written,
        "watched": made.watched,
        "cues": [_encode((c.number, c.theme, c.kind, c.role, c.language, c.parts)) for c in made.cues],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob("vocabulary-*.npz"):
        if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".vocabulary-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(
                file,
                patterns=_bytes(made.patterns),
                strings=_bytes(strings),
                **{name: getattr(made, name) for name in _ARRAYS},
                **{f"{name}_first": getattr(made, name).first for name in _ROWS},
                **{f"{name}_values": getattr(made, name).values for name in _ROWS},
            )
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _bytes(value: object) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(_encode(value).encode("utf-8", "surrogatepass"), dtype=np.uint8)


class _Owners(dict[int, Owners]):
    """Names by pattern, each decoded when it is first asked for; most of a vocabulary no text ever meets."""

    def __init__(self, packed: Mapping[str, str]) -> None:
        self._packed = packed

    def __missing__(self, pattern: int) -> Owners:
        told = json.loads(self._packed[str(pattern)])
        value = self[pattern] = {name: tuple((c, k) for c, k in several) for name, several in told.items()}
        return value


class _Cues(Sequence[CompiledCue]):
    """Cues by number, each decoded when it is first asked for."""

    def __init__(self, packed: Sequence[str]) -> None:
        self._packed = packed
        self._made: dict[int, CompiledCue] = {}

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, number: Any) -> Any:
        made = self._made.get(number)
        if made is None:
            number, theme, kind, role, language, parts = json.loads(self._packed[number])
            shape = tuple(tuple((slot, far) for slot, far in part) for part in parts)
            made = self._made[number] = CompiledCue(
                number, theme, kind, Role(role) if role else None, language, shape
            )
        return made


def _read(path: Path, watch: tuple[str, ...]) -> Tables | None:
    """The tables in a file, or nothing where it is missing, broken, or made to watch other words."""
    try:
        with np.load(path, allow_pickle=False) as data:
            patterns: list[str] = json.loads(data["patterns"].tobytes())
            strings = json.loads(data["strings"].tobytes())
            if tuple(strings["watch"]) != watch:
                return None
            arrays: dict[str, Any] = {name: data[name] for name in _ARRAYS}
            rows: dict[str, Any] = {
                name: Rows(data[f"{name}_first"], data[f"{name}_values"]) for name in _ROWS
            }
            return Tables(
                patterns=patterns,
                names=_Owners(strings["names"]),
                written={int(entry): form for entry, form in strings["written"].items()},
                cues=_Cues(strings["cues"]),
                watched={int(slot): name for slot, name in strings["watched"].items()},
                **arrays,
                **rows,
            )
    except (OSError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile, EOFError):
        return None
