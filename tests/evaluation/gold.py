"""Reads gold: texts in which companies are marked as [[id|surface]], with the links that a careful reader makes."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from themegraph.extraction.pipeline import Look

HERE = Path(__file__).parent
GOLD = HERE.parent / "gold"
SHARED = HERE.parents[2] / "shared" / "eval" / "dev"
_MARK = re.compile(r"\[\[([a-z0-9.\-]+)\|([^\[\]|]+)\]\]")


@dataclass(frozen=True)
class Wanted:
    """A link of the gold."""

    company: str
    theme: str
    role: str
    evidence: tuple[tuple[int, int], ...]
    optional: bool


@dataclass(frozen=True)
class Text:
    """A text with its gold: places of companies, and links."""

    id: str
    text: str
    language: str
    kind: str
    companies: tuple[tuple[int, int, str], ...]
    links: tuple[Wanted, ...]
    date: str = ""
    set: str = ""
    canon: dict[str, str] = field(default_factory=dict, hash=False)

    def names(self, found: list[tuple[int, int, str]]) -> dict[str, str]:
        """Found id -> gold id, by where the mentions stand."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for start, end, id in found:
            for a, b, gold in self.companies:
                if start < b and a < end:
                    votes[id][gold] += 1
        return {id: c.most_common(1)[0][0] for id, c in votes.items()}

    def names_in(self, look: Look) -> dict[str, str]:
        """The same for the companies that an extractor saw."""
        return self.names(
            [(*look.reading.span(f.start, f.end), f.company) for f in look.found if f.kind == "company"]
        )


def unmark(marked: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """A text without its marks, and the places of the companies in it."""
    out: list[str] = []
    places: list[tuple[int, int, str]] = []
    size = position = 0
    for match in _MARK.finditer(marked):
        before = marked[position : match.start()]
        out += [before, match.group(2)]
        size += len(before)
        places.append((size, size + len(match.group(2)), match.group(1)))
        size += len(match.group(2))
        position = match.end()
    return "".join([*out, marked[position:]]), tuple(places)


def read_marked(path: Path) -> list[Text]:
    """A file of tests/gold; ValueError names the line whose evidence or company is not in its text."""
    texts = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        text, companies = unmark(row["text"])
        links = []
        for link in row["links"]:
            quote, _ = unmark(link["evidence"])
            at = text.find(quote)
            if at < 0:
                raise ValueError(f"{path}:{number}: evidence is not in the text: {quote}")
            links.append(
                Wanted(
                    link["company"],
                    link["theme"],
                    link["role"],
                    ((at, at + len(quote)),),
                    bool(link.get("optional")),
                )
            )
        kind = row.get("phenomenon") or row.get("kind", "")
        texts.append(
            Text(
                row["id"],
                text,
                row["language"],
                kind,
                companies,
                tuple(links),
                row.get("date", ""),
                path.stem,
            )
        )
    return texts


def read_folder(folder: Path) -> list[Text]:
    """A folder of ../shared/eval/dev: items.jsonl, links.csv, companies.csv."""

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    companies = defaultdict(list)
    for row in rows("companies.csv"):
        companies[row["article"]].append((int(row["start"]), int(row["end"]), row["company"]))
    links = defaultdict(list)
    items = [json.loads(line) for line in (folder / "items.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {item["id"]: item["text"] for item in items}
    for row in rows("links.csv"):
        at = texts[row["article"]].find(row["evidence"])
        places = ((at, at + len(row["evidence"])),) if at >= 0 else ()
        links[row["article"]].append(
            Wanted(row["company"], row["theme"], row["role"], places, row["optional"] == "1")
        )
    return [
        Text(
            i["id"],
            i["text"],
            i["language"],
            i.get("phenomenon", "article"),
            tuple(companies[i["id"]]),
            tuple(links[i["id"]]),
            i["date"],
            folder.name,
        )
        for i in items
    ]


def dev_sets() -> dict[str, list[Text]]:
    """The development sets, where they are there."""
    return {f.name: read_folder(f) for f in sorted(SHARED.glob("*")) if (f / "items.jsonl").exists()}


def own_sets(part: str) -> dict[str, list[Text]]:
    """Our own sets: `train` (what rules and weights were made with) or `held` (kept aside)."""
    return {p.stem: read_marked(p) for p in sorted((GOLD / part).glob("*.jsonl"))}


def every_set() -> dict[str, list[Text]]:
    """All sets under the names of floors.csv: `train-a`, `held-b`, `dev-seed-ko`."""
    sets = {f"{part}-{name}": texts for part in ("train", "held") for name, texts in own_sets(part).items()}
    return sets | {f"dev-{name}": texts for name, texts in dev_sets().items()}


@lru_cache(maxsize=1)
def judged_themes() -> frozenset[str]:
    """The themes that gold knows: links to any other are neither right nor wrong."""
    lines = (
        line for path in (GOLD / "sentences").glob("*.jsonl") for line in path.read_text("utf-8").splitlines()
    )
    return frozenset(json.loads(line)["theme"] for line in lines) - {"none"}
