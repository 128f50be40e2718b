"""Differences between two graphs as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby

from themegraph.analyse import Change, Difference, Graph, Side
from themegraph.report.words import Words

_SIGNS = {
    Change.NEW: "+",
    Change.GONE: "-",
    Change.FLIPPED: "!",
    Change.STRONGER: ">",
    Change.FADED: "<",
}  # fmt: skip


def as_text(found: Iterable[Difference], old: Graph[str], new: Graph[str], words: Words) -> Iterator[str]:
    """One line a pair, with the sign that says what became of it."""
    for d in found:
        sides = " → ".join(_side(side, words) for side in (d.old, d.new) if side)
        yield f"{_SIGNS[d.change]} {words[f'change_{d.change}']}: {_pair(d, old, new, words)}: {sides}"


def as_markdown(found: Iterable[Difference], old: Graph[str], new: Graph[str], words: Words) -> Iterator[str]:
    """A table for each kind of change."""
    for change, several in groupby(found, key=lambda d: d.change):
        yield f"## {words[f'change_{change}']}"
        yield ""
        yield f"| {words['company']} | {words['theme']} | {words['old']} | {words['new_side']} |"
        yield "| --- | --- | --- | --- |"
        for d in several:
            cells = (_name(d.company, old, new, words), _name(d.theme, old, new, words))
            sides = (_side(side, words) if side else "" for side in (d.old, d.new))
            yield "| " + " | ".join(escape(cell) for cell in (*cells, *sides)) + " |"
        yield ""


def as_json(found: Iterable[Difference]) -> str:
    """A list of records; a side is null where a graph does not have the pair."""
    records = [
        {**asdict(d), "company": d.company.partition("/")[2], "theme": d.theme.partition("/")[2]}
        for d in found
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)


def escape(text: str) -> str:
    """Text in which Markdown and HTML see nothing but text, on one line."""
    for sign in "\\`*_[]<>|#&":
        text = text.replace(sign, f"\\{sign}" if sign not in "<>&" else f"&#{ord(sign)};")
    return " ".join(text.split())


def _pair(d: Difference, old: Graph[str], new: Graph[str], words: Words) -> str:
    return f"{_name(d.company, old, new, words)} / {_name(d.theme, old, new, words)}"


def _name(key: str, old: Graph[str], new: Graph[str], words: Words) -> str:
    return words.name(new if key in new else old, key)


def _side(side: Side, words: Words) -> str:
    parts = [words[side.role], words[f"stance_{side.stance}"], words.sources(side.sources)]
    if side.first_seen:
        parts.append(
            side.first_seen if side.first_seen == side.last_seen else f"{side.first_seen} … {side.last_seen}"
        )
    return ", ".join(parts)
