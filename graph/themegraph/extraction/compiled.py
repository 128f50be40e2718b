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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from themegraph.extraction.text import Reading
from themegraph.model import Role
from themegraph.resources import cache_folder, code_version
from themegraph.vocabulary import Vocabulary
from themegraph.vocabulary.cues import Slot
from themegraph.vocabulary.english import inflect_phrase
from themegraph.vocabulary.korean import conjugate, is_hangul

_KEPT_SECONDS = 14 * 86400
Owners = Mapping[str, tuple[tuple[str, str], ...]]


# The word class of phrases that hold a company's name and mean something else.
NO_COMPANY = "not-a-company"


@dataclass(frozen=True, slots=True, eq=False)
class CompiledCue:
    """A cue as slot numbers; `others` are its slots besides the one where it is tried."""

    number: int
    theme: str
    kind: str
    role: Role | None
    language: str
    parts: tuple[tuple[tuple[int, bool], ...], ...]
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What a scan looks for, and what it makes of it.

    `patterns` are the strings; `names` gives for some of them the names as written and whose they are;
    `entries` for each the words it spells: number, as written where capitals matter, and whether endings may
    follow. `steps` leads from a state and a word (as one number: state * words + word) to a state of the trie
    of phrases, `final` from a state to the slots that its phrase fills, `anchored` from a slot to the cues
    that are tried where it stands, and `watched` from a slot to its word class.
    """

    patterns: list[str]
    names: dict[int, Owners | None]
    entries: dict[int, tuple[tuple[int, str | None, bool], ...]]
    words: int
    steps: dict[int, int]
    final: dict[int, tuple[int, ...]]
    anchored: dict[int, tuple[CompiledCue, ...]]
    watched: dict[int, str]


def tables(vocabulary: Vocabulary, watch: tuple[str, ...]) -> Tables:
    """The tables of a vocabulary, from the cache folder where they were made before."""
    path = path_of(vocabulary.fingerprint) if vocabulary.files else None
    if path is None:
        return _Compiler(vocabulary, watch).tables()
    found = _read(path, watch)
    if found is None:
        found = _Compiler(vocabulary, watch).tables()
        with contextlib.suppress(OSError):
            _write(path, found, watch)
    return found


def path_of(fingerprint: str) -> Path:
    """Where the tables of this vocabulary are kept."""
    return cache_folder() / f"vocabulary-{fingerprint}-{code_version('vocabulary')}.npz"


class _Compiler:
    def __init__(self, vocabulary: Vocabulary, watch: Iterable[str]) -> None:
        self._vocabulary = vocabulary
        self._watch = watch
        self._patterns: dict[str, int] = {}
        self._names: dict[int, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
        self._entries: dict[int, list[tuple[int, str | None, bool]]] = defaultdict(list)
        self._words: dict[tuple[str, str], int] = {}
        self._trie: dict[tuple[int, int], int] = {}
        self._final: dict[int, set[int]] = defaultdict(set)
        self._slots: dict[tuple[str, str | tuple[str, ...]], int] = {}

    def tables(self) -> Tables:
        self._add_names()
        anchored = self._add_cues()
        classes = self._vocabulary.words.classes
        watched = {
            self._slot(language, Slot(word_class=name)): name
            for name in self._watch
            for language in ("en", "ko")
            if (language, name) in classes
        }
        count = len(self._words)
        return Tables(
            patterns=list(self._patterns),
            names={
                number: {name: tuple(sorted(owners)) for name, owners in self._names[number].items()}
                if number in self._names
                else None
                for number in range(len(self._patterns))
            },
            entries={number: tuple(self._entries.get(number, ())) for number in range(len(self._patterns))},
            words=count,
            steps={state * count + word: after for (state, word), after in self._trie.items()},
            final={state: tuple(sorted(slots)) for state, slots in self._final.items()},
            anchored={slot: anchored.get(slot, ()) for slot in range(len(self._slots))},
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
            phrases = slot.phrases or self._vocabulary.words.classes[language, slot.word_class]
            for phrase in phrases:
                self._add_phrase(language, phrase, self._slots[key])
        return self._slots[key]

    def _word(self, language: str, word: str) -> int:
        key = (language, word)
        if key in self._words:
            return self._words[key]
        number = self._words[key] = len(self._words)
        if language == "en":
            for form in inflect_phrase(word, self._vocabulary.words.irregular):
                written = form if form != form.lower() else None
                self._entries[self._pattern(form.lower())].append((number, written, True))
            return number
        plain = word.removeprefix("=")
        verb = plain == word and plain.endswith("다") and len(plain) > 1 and is_hangul(plain[-2])
        forms: Iterable[str] = conjugate(plain) if verb else (plain,)
        for form in forms:
            written = form if form != form.lower() else None
            self._entries[self._pattern(form.lower())].append((number, written, verb))
        return number

    def _add_phrase(self, language: str, phrase: str, slot: int) -> None:
        words = [phrase] if language == "en" else phrase.split()
        state = 0
        for word in words:
            step = (state, self._word(language, word))
            state = self._trie.setdefault(step, len(self._trie) + 1)
        self._final[state].add(slot)

    def _add_cues(self) -> dict[int, tuple[CompiledCue, ...]]:
        parts = [
            tuple(tuple((self._slot(cue.language, s), s.far) for s in part) for part in cue.parts)
            for cue in self._vocabulary.cues
        ]
        use: dict[int, int] = defaultdict(int)
        for several in parts:
            for part in several:
                for slot, _ in part:
                    use[slot] += 1
        anchored: dict[int, list[CompiledCue]] = defaultdict(list)
        for number, (cue, several) in enumerate(zip(self._vocabulary.cues, parts, strict=True)):
            # A cue is tried only where its rarest slot stands, and given up at the next rarest that does not.
            slots = sorted({slot for part in several for slot, _ in part}, key=lambda s: (use[s], s))
            compiled = CompiledCue(
                number, cue.theme, cue.kind, cue.role, cue.language, several, tuple(slots[1:])
            )
            anchored[slots[0]].append(compiled)
        return {slot: tuple(cues) for slot, cues in anchored.items()}


# -- keeping ----------------------------------------------------------------------------------------------


def _write(path: Path, made: Tables, watch: tuple[str, ...]) -> None:
    entries = [(i, word, loose) for i, several in made.entries.items() for word, _, loose in several]
    written = {
        str(n): form
        for n, form in enumerate(form for several in made.entries.values() for _, form, _ in several)
        if form is not None
    }
    strings = {
        "watch": watch,
        "names": {
            str(i): json.dumps(owners, ensure_ascii=False) for i, owners in made.names.items() if owners
        },
        "written": written,
        "watched": {str(slot): name for slot, name in made.watched.items()},
        "cues": {
            str(slot): json.dumps(
                [[c.number, c.theme, c.kind, c.role, c.language, c.parts, c.others] for c in cues]
            )
            for slot, cues in made.anchored.items()
            if cues
        },
    }
    final = [(state, slot) for state, slots in made.final.items() for slot in slots]
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
                words=np.array([made.words]),
                entries=np.array(entries, dtype=np.int32).reshape(-1, 3),
                steps=np.array(list(made.steps.items()), dtype=np.int64).reshape(-1, 2),
                final=np.array(final, dtype=np.int32).reshape(-1, 2),
            )
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _bytes(value: object) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(
        json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), dtype=np.uint8
    )


class _Lazy(dict[int, Any]):
    """A mapping that makes a value when it is first asked for; most of a vocabulary no text ever meets."""

    def __init__(self, make: Callable[[int], Any]) -> None:
        self._make = make

    def __missing__(self, key: int) -> Any:
        value = self[key] = self._make(key)
        return value


def _read(path: Path, watch: tuple[str, ...]) -> Tables | None:
    """The tables in a file, or nothing where it is missing, broken, or made to watch other words."""
    collects = gc.isenabled()
    gc.disable()  # it would look through half a million new strings again and again
    try:
        with np.load(path, allow_pickle=False) as data:
            patterns: list[str] = json.loads(data["patterns"].tobytes())
            strings = json.loads(data["strings"].tobytes())
            words = int(data["words"][0])
            rows = data["entries"]
            steps = data["steps"].T.tolist()
            pairs = data["final"].tolist()
        if tuple(strings["watch"]) != watch:
            return None
        first = np.searchsorted(rows[:, 0], np.arange(len(patterns) + 1)).tolist()
        written, names, cues = strings["written"], strings["names"], strings["cues"]
        roles = {role.value: role for role in Role}

        def entry(pattern: int) -> tuple[tuple[int, str | None, bool], ...]:
            low, high = first[pattern], first[pattern + 1]
            return tuple(
                (word, written.get(str(low + n)), bool(loose))
                for n, (_, word, loose) in enumerate(rows[low:high].tolist())
            )

        def owners(pattern: int) -> Owners | None:
            several = names.get(str(pattern))
            if several is None:
                return None
            return {name: tuple((c, k) for c, k in told) for name, told in json.loads(several).items()}

        def tried(slot: int) -> tuple[CompiledCue, ...]:
            return tuple(
                CompiledCue(
                    number, theme, kind, roles.get(role), language,
                    tuple(tuple((slot, far) for slot, far in part) for part in parts), tuple(others),
                )
                for number, theme, kind, role, language, parts, others in json.loads(cues.get(str(slot), "[]"))
            )  # fmt: skip

        final: dict[int, tuple[int, ...]] = {}
        for state, slot in pairs:
            final[state] = (*final.get(state, ()), slot)
        return Tables(
            patterns=patterns,
            names=_Lazy(owners),
            entries=_Lazy(entry),
            words=words,
            steps=dict(zip(*steps, strict=True)),
            final=final,
            anchored=_Lazy(tried),
            watched={int(slot): name for slot, name in strings["watched"].items()},
        )
    except (OSError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile, EOFError):
        return None
    finally:
        if collects:
            gc.enable()
