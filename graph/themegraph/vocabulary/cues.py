"""Reads ontology/cues and ontology/words: how people say a theme (ontology/cues/README.md is the language).

A cue is read into parts that must all stand in one sentence; a part is a sequence of slots with gaps; a
slot is a set of phrases of which one must stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from themegraph.model import Role, Theme

LANGUAGES = ("en", "ko")
_SECTION = re.compile(r"\[(en|ko)\]")
_TOKEN = re.compile(r"\{([^{}]*)\}|\(([^()]*)\)|(\.\.\.|…)|([^{}().…|]+|\.)")
_MOST_PARTS = 4


class CueError(ValueError):
    """A line of a cue or word file that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One of these phrases stands here; `far` says whether words may come between it and the slot before."""

    phrases: tuple[str, ...] = ()
    word_class: str = ""
    far: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of a cue file: all parts in one sentence claim the theme, support it (hint) or rule it out."""

    theme: str
    language: str
    parts: tuple[tuple[Slot, ...], ...]
    kind: str
    role: Role | None
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """The word classes by language and name, and the irregular forms of English."""

    classes: Mapping[tuple[str, str], tuple[str, ...]]
    irregular: Mapping[str, tuple[str, ...]]


def _sections(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line number, language and content of each line that says something."""
    language = ""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise CueError(f"{path}: is not UTF-8: {error.reason}") from error
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            match = _SECTION.fullmatch(line)
            if not match:
                raise CueError(f"{path}:{number}: {line} is not [en] or [ko]")
            language = match.group(1)
        elif not language:
            raise CueError(f"{path}:{number}: a line before the first [en] or [ko]")
        else:
            yield number, language, " ".join(line.split())


def read_list(path: Path) -> dict[str, tuple[str, ...]]:
    """The words and phrases of a file, by language; CueError names the line that holds more than that."""
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for number, language, line in _sections(path):
        if re.search(r"[{}()|]|\s&\s|\.\.\.|=>", line):
            raise CueError(f"{path}:{number}: a word class holds words and phrases only: {line}")
        found[language].append(line)
    return {language: tuple(dict.fromkeys(lines)) for language, lines in found.items()}


def read_words(folder: Path) -> Words:
    """All word classes of a folder, one file each, and `irregular.txt`."""
    classes: dict[tuple[str, str], tuple[str, ...]] = {}
    irregular: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.txt")):
        if path.stem == "irregular":
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.strip() and not line.startswith(("#", "[")):
                    plain, *forms = line.split()
                    regular = [plain + "s"] if not any(f.endswith("s") for f in forms) else []
                    ing = [] if any(f.endswith("ing") for f in forms) else [plain.removesuffix("e") + "ing"]
                    irregular[plain] = tuple(dict.fromkeys([*forms, *regular, *ing]))
            continue
        for language, lines in read_list(path).items():
            classes[language, path.stem] = lines
    return Words(classes, irregular)


def _slots(part: str, language: str, words: Words, where: str) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    far = False
    position = 0
    for match in _TOKEN.finditer(part):
        if part[position : match.start()].strip():
            raise CueError(f"{where}: cannot read {part[position : match.start()]!r}")
        position = match.end()
        name, group, gap, plain = match.groups()
        if gap:
            far = True
            continue
        if name is not None:
            name = name.strip()
            if not words.classes.get((language, name)):
                raise CueError(f"{where}: there is no word class {{{name}}} in [{language}]")
            slots.append(Slot(word_class=name, far=far))
        elif group is not None:
            options = tuple(o.strip() for o in group.split("|") if o.strip())
            if not options:
                raise CueError(f"{where}: empty ( )")
            slots.append(Slot(options, far=far))
        elif plain.strip():
            slots.append(Slot((plain.strip(),), far=far))
        else:
            continue
        far = False
    if part[position:].strip():
        raise CueError(f"{where}: cannot read {part[position:]!r}")
    if not slots:
        raise CueError(f"{where}: an empty part")
    return tuple(slots)


def read_cues(path: Path, words: Words) -> tuple[Cue, ...]:
    """The cues of one theme, named by the file; CueError names the line that cannot be read."""
    cues: list[Cue] = []
    for number, language, line in _sections(path):
        where = f"{path}:{number}"
        kind, body = "claim", line
        if line[:2] in {"? ", "- "}:
            kind, body = ("hint" if line[0] == "?" else "exclude"), line[2:]
        body, arrow, name = body.partition("=>")
        role: Role | None = None
        if arrow:
            try:
                role = Role(name.strip())
            except ValueError:
                raise CueError(f"{where}: {name.strip()} is no role ({', '.join(Role)})") from None
        parts = tuple(
            _slots(part.strip(), language, words, where) for part in re.split(r"(?:^|\s)&(?:\s|$)", body)
        )
        if len(parts) > _MOST_PARTS:
            raise CueError(f"{where}: more than {_MOST_PARTS} parts joined by &")
        cues.append(Cue(path.stem, language, parts, kind, role, line))
    return tuple(cues)


def label_cues(theme: Theme) -> tuple[Cue, ...]:
    """The theme's own labels and synonyms as cues."""
    return tuple(
        Cue(theme.id, language, ((Slot((_plain(label, language),)),),), "label", None, label)
        for language in LANGUAGES
        for label in dict.fromkeys([theme.labels.get(language, ""), *theme.synonyms.get(language, ())])
        if label and not re.search(r"[()|{}]", label)
    )


def _plain(label: str, language: str) -> str:
    """A label as a cue phrase: an English one in small letters unless it is a name or an abbreviation."""
    if language == "ko":
        return " ".join(
            "=" + word if word.endswith("다") else word for word in re.split(r"[\s·]+", label) if word
        )
    return " ".join(word.lower() if word[1:] == word[1:].lower() else word for word in label.split())
