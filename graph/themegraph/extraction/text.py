"""A document's text as the components see it: a folded copy to search, sentences, clauses.

Nothing here changes the text: the folded copy has its own offsets, and `Reading.span` leads back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from themegraph.vocabulary.korean import is_hangul

_FOLD = {ord("İ"): "i"}
for _plain, _fancy in {
    "'": "’‘‛ʼ＇`´",
    '"': "“”„‟«»＂",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t",
    "-": "‐‑‒–−",
}.items():
    _FOLD |= {ord(c): _plain for c in _fancy}
_FOLD |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in _FOLD}

_END = re.compile(r"""[.!?。？！…]+["'”’」』)\]]*|\n+|["”]\s(?=["“])""")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sr",
        "jr",
        "st",
        "inc",
        "corp",
        "co",
        "ltd",
        "plc",
        "llc",
        "cos",
        "bros",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "no",
        "nos",
        "fig",
        "est",
        "approx",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "gov",
        "sen",
        "rep",
        "gen",
        "col",
        "lt",
        "hon",
        "p.m",
        "a.m",
        "ph.d",
        "j.p",
        "d.c",
        "n.v",
        "s.a",
        "a.g",
        "l.p",
    ]
)
_LONG_LINE = 60

# Where one statement ends and the next begins inside a sentence. A contrast turns from one side to the other.
_CONTRAST_EN = re.compile(
    r"(?:,\s*|\s-+\s|\s?—\s?|;\s*|\s)(?:but|while|whereas|although|though|yet|unlike|rather than|instead of|even as)\s"
)
_PLAIN_EN = re.compile(
    r";\s|:\s|\s?—\s?|\s-\s|,\s*(?:and|or|so|as|because|since|which|who|whose|where|when|after|before|with|if|until)\s|"
    r"\s(?:because|after|before|if|unless|until|so that)\s|,\s"
)
_CONTRAST_KO = re.compile(
    r"(?:[가-힣]*(?:지만|으나|는데도|은데도|인데도|건만|련만|더라도|음에도|에도 불구하고)|반면(?:에)?|달리|대신|(?<=[가-힣])[하되이었았했]나)(?=[,\s])[,]?\s?"
)
_PLAIN_KO = re.compile(
    r"[가-힣]*(?:[가-힣]며|면서|[하되이았었했리기치지]고|는데|은데|인데|ㄴ데|[가-힣]자|아서|어서|해서|여서|라서|므로|니까|으니|더니|려고|도록|면)(?=[,\s]),?\s|"
    r"[,;:]\s|\s[—-]\s"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `[start, end)` of the folded copy; `paragraph` counts from 0."""

    index: int
    start: int
    end: int
    paragraph: int


@dataclass
class Reading:
    """A text, its folded copy (lower case, plain quotes, composed Hangul) and its sentences."""

    text: str
    folded: str = ""
    written: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    _origin: list[int] | None = None
    _starts: list[int] = field(default_factory=list)
    _breaks: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        written = self.text
        if not unicodedata.is_normalized("NFC", written):
            written, self._origin = _compose(written)
        self.written = written.translate(_FOLD)
        self.folded = self.written.lower()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as it was read of a place in the folded copy."""
        if self._origin is None:
            return start, end
        return self._origin[start], self._origin[end]

    def split(self) -> list[Sentence]:
        """The sentences, found at the first call."""
        if not self.sentences:
            self.sentences = _sentences(self.folded, self.written)
            self._starts = [s.start for s in self.sentences]
        return self.sentences

    def sentence_at(self, position: int) -> Sentence:
        """The sentence that holds this place of the folded copy."""
        self.split()
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def breaks(self, sentence: Sentence) -> list[tuple[int, bool]]:
        """Where a clause ends inside the sentence, and whether what follows is a contrast; ascending."""
        if sentence.index not in self._breaks:
            part = self.folded[sentence.start : sentence.end]
            found: dict[int, bool] = {}
            for pattern, contrast in (
                (_PLAIN_EN, False),
                (_PLAIN_KO, False),
                (_CONTRAST_EN, True),
                (_CONTRAST_KO, True),
            ):
                for match in pattern.finditer(part):
                    place = match.end() if pattern in (_PLAIN_KO, _CONTRAST_KO) else match.start()
                    found[sentence.start + place] = contrast or found.get(sentence.start + place, False)
            self._breaks[sentence.index] = sorted(found.items())
        return self._breaks[sentence.index]

    def between(self, sentence: Sentence, first: int, second: int) -> tuple[int, bool]:
        """How many clause breaks lie between two places of a sentence, and whether one is a contrast."""
        low, high = sorted((first, second))
        breaks = self.breaks(sentence)
        inside = breaks[bisect_left(breaks, (low + 1, False)) : bisect_right(breaks, (high, True))]
        return len(inside), any(contrast for _, contrast in inside)


def _compose(text: str) -> tuple[str, list[int]]:
    """The composed copy of a text, and for each of its places (and its end) the place in the text."""
    out: list[str] = []
    origin: list[int] = []
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not (unicodedata.combining(text[i]) or "\u1160" <= text[i] <= "\u11ff"):
            composed = unicodedata.normalize("NFC", text[start:i])
            out.append(composed)
            origin.extend([start] * len(composed))
            start = i
    origin.append(len(text))
    return "".join(out), origin


def _ends_sentence(folded: str, written: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    mark = match.group()
    after = folded[end : end + 1]
    if mark[0] == "\n":
        if len(mark) > 1 or not after:
            return True
        line_start = folded.rfind("\n", 0, start) + 1
        before = folded[start - 1 : start]
        if before in '.!?"”…:' or start - line_start < _LONG_LINE:
            return True
        return not (after.isalnum() and written[end] == after)
    if mark[0] in '"”':
        return folded[start - 1 : start] in ".!?"
    if not after or after == "\n":
        return True
    before = folded[start - 1 : start]
    if after != " ":
        closed = any(c in "\"'”’)" for c in mark)
        if closed and is_hangul(after):  # "...이다."라고
            return not re.match(
                r"(?:이?라고|이?라는|이?라며|고|는|며|면서|라|란|이라|을|를|은|이|가|에|의|와|과|로|으로|도)",
                folded[end : end + 4],
            )
        return mark == "." and is_hangul(before) and (is_hangul(after) or after in "\"'“‘")
    if mark[0] == "." and len(mark) == 1:
        word = folded[max(0, start - 12) : start].rsplit(None, 1)[-1] if before.strip() else ""
        word = word.lstrip("(\"'")
        if word in _ABBREVIATIONS or (len(word) == 1 and word.isascii() and word.isalpha()):
            following = written[end + 1 : end + 2]
            return (
                word in {"inc", "corp", "co", "ltd", "plc", "etc", "p.m", "a.m", "u.s", "u.k", "e.u"}
                and (following.isupper() or is_hangul(following))
                and not written[start - len(word) - 1 : start].strip().isdigit()
                and word not in {"co"}
            )
    following = written[end + 1 : end + 2]
    if any(c in "\"'”’)]" for c in mark) and following.islower():
        return False
    if set(mark) <= {"…"} or mark.startswith(".."):
        return not following.islower()
    return not following.islower() or (mark[0] in "!?" and mark == mark[0] and following.isupper())


def _sentences(folded: str, written: str) -> list[Sentence]:
    sentences: list[Sentence] = []
    start = paragraph = 0

    def close(end: int) -> None:
        a, b = start, end
        while a < b and folded[a].isspace():
            a += 1
        while b > a and folded[b - 1].isspace():
            b -= 1
        if a < b:
            sentences.append(Sentence(len(sentences), a, b, paragraph))

    for match in _END.finditer(folded):
        if _ends_sentence(folded, written, match):
            close(match.end() if match.group()[0] != "\n" else match.start())
            start = match.end()
            if match.group().count("\n") > 1:
                paragraph += 1
        if "\n\n" in match.group() and sentences and match.group()[0] != "\n":
            paragraph += 1
    close(len(folded))
    return sentences
