"""Puts companies that stand side by side into groups, with the grammatical place of each group."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from themegraph.extraction.companies import Found
from themegraph.extraction.text import Reading, Sentence
from themegraph.vocabulary.korean import is_korean

_JOINT = re.compile(
    r"\s?(?:,|·|/|&|와|과|하고|이나|나|및|\s(?:and|or|as well as)\s|,\s?(?:and|or)\s|에\s?이어|\s?그리고\s?|,\s?그리고\s?)\s?"
)
_BRACKET = re.compile(r"\s?\([^()]{1,24}\)")
_TOPIC = re.compile(
    r"(?:은|는|도)(?=[\s,]|$)|(?:측은|측도|그룹은|에게는|에는|에도|으로서는|로서는|으로선|로선|엔)(?=[\s,]|$)"
)
_SUBJECT = re.compile(r"(?:이|가|측이|그룹이|께서)(?=[\s,]|$)")
_OBJECT = re.compile(r"(?:을|를)(?=[\s,]|$)")
_GENITIVE = re.compile(r"의(?=[\s,]|$)")
_WITH = re.compile(r"(?:와|과|와의|과의|랑)(?=[\s,]|$)")
_OBLIQUE = re.compile(r"(?:에게|에서|에|으로|로|까지|부터|보다|처럼|만|에선|에게서|향|발)(?=[\s,]|$)")
_PREPOSITION = re.compile(
    r"\b(of|for|at|to|from|by|with|against|than|in|on|like|including|between|behind|over|about|into|as|after|versus|vs\.?|says|said)\s(?:the\s|its\s|both\s)?$"
)
_VERBAL = re.compile(
    r"(?:'s)?\s?(?:,\s(?:which|whose|who|the|a|an)\b|(?:is|was|has|had|will|would|could|may|might|can|cannot|must|does|did|do|are|were|have|"
    r"\w+ed|\w+s|rose|fell|won|lost|cut|said|sold|bought|built|put|set|took|gave|made|saw|beat|led|kept|left|told|went|came|hit|"
    r"still|now|also|already|again|alone|itself|only|never|not)\b)"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Companies named side by side (A, B and C) in one sentence; `[start, end)` spans them all."""

    sentence: int
    start: int
    end: int
    members: tuple[Found, ...]
    case: str


def groups_in(reading: Reading, found: Sequence[Found]) -> dict[int, list[Group]]:
    """The companies of each sentence, those of one enumeration together, by place."""
    groups: dict[int, list[Group]] = defaultdict(list)
    run: list[Found] = []

    def close() -> None:
        if run:
            sentence = reading.sentence_at(run[0].start)
            case = _case(reading, sentence, run[0], run[-1])
            groups[sentence.index].append(Group(sentence.index, run[0].start, run[-1].end, tuple(run), case))
            run.clear()

    for place in found:
        if run:
            between = reading.folded[run[-1].end : place.start]
            between = _BRACKET.sub("", between)
            same = reading.sentence_at(place.start).index == reading.sentence_at(run[-1].start).index
            bracket = (
                re.fullmatch(r"\s?\(\s?(?:[a-z가-힣]+\s?:\s?)?", between) and place.company == run[-1].company
            )
            if not (
                same
                and (
                    bracket
                    or _JOINT.fullmatch(between)
                    or (between.strip() in ("", "(") and place.company == run[-1].company)
                )
            ):
                close()
        run.append(place)
    close()
    return groups


def _case(reading: Reading, sentence: Sentence, first: Found, last: Found) -> str:
    """The grammatical place of a name: by its particle in Korean, by its neighbours in English."""
    folded = reading.folded
    rest = folded[last.end : min(sentence.end, last.end + 40)]
    rest = re.sub(r"^\s?\([^()]{0,30}\)|^\)", "", rest)
    if re.match(r"[가-힣]", rest) or is_korean(folded[sentence.start : sentence.end]):
        for name, pattern in (
            ("topic", _TOPIC), ("subject", _SUBJECT), ("object", _OBJECT), ("genitive", _GENITIVE), ("with", _WITH), ("oblique", _OBLIQUE),
        ):  # fmt: skip
            if pattern.match(rest):
                return "ko-" + name
        return "ko-bare"
    before = folded[max(sentence.start, first.start - 24) : first.start]
    if rest.startswith("'s ") or rest.startswith("' "):
        return "en-possessive"
    preposition = _PREPOSITION.search(before)
    if preposition:
        return "en-" + preposition.group(1).rstrip(".")
    starts = (
        first.start == sentence.start
        or not before.strip(" \"'(")
        or before.rstrip()[-1:] in ",;:-\"'"
        or before.endswith((" and ", " but ", " while ", " as ", " that ", " whereas "))
    )
    if _VERBAL.match(rest):
        return "en-subject" if starts else "en-subject-inside"
    return "en-start" if starts else "en-other"
