"""The quality of extraction does not fall below what was measured; `make evaluate` prints the measures."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import dataclass

import pytest
from measure import Score, measure

from gold import GOLD, every_set
from test_cli import run
from themegraph.model import Document

FLOORS = GOLD / "floors.csv"


@dataclass(frozen=True)
class Floor:
    """What a set (and language) must reach."""

    set: str
    group: str
    precision: float
    f1: float
    role: float
    companies: float


def floors() -> list[Floor]:
    with FLOORS.open(encoding="utf-8", newline="") as file:
        return [
            Floor(r["set"], r["group"], *(float(r[k]) for k in ("precision", "f1", "role", "companies")))
            for r in csv.DictReader(file)
        ]


@pytest.fixture(scope="session")
def scores(extractor) -> dict[str, dict[str, Score]]:
    return {name: measure(extractor, texts) for name, texts in every_set().items()}


@pytest.mark.parametrize("floor", floors(), ids=lambda f: f"{f.set}-{f.group}")
def test_no_set_falls_below_its_floor(scores, floor):
    if floor.set not in scores:
        pytest.skip(f"{floor.set} is not there")
    score = scores[floor.set][floor.group]
    assert score.links[0] >= floor.precision
    assert score.links[2] >= floor.f1
    assert score.role >= floor.role
    assert score.companies[2] >= floor.companies


def test_every_set_has_a_floor(scores):
    assert set(scores) <= {f.set for f in floors()}


def test_every_quote_is_verbatim_in_every_text_of_every_set(extractor):
    for text in (t for texts in every_set().values() for t in texts):
        extraction = extractor.extract(Document(text.id, text.text))
        for evidence in (e for link in extraction.links for e in link.evidence):
            assert text.text[evidence.start : evidence.end] == evidence.quote
        for mention in extraction.mentions:
            assert text.text[mention.start : mention.end] == mention.surface


@pytest.mark.parametrize("name", ["seed-ko", "challenge-ko", "challenge-en"])
def test_the_scorer_takes_what_extract_writes_and_finds_no_quote_that_is_not_verbatim(shared, tmp_path, name):
    gold = shared / "dev" / name
    done = run(
        "extract", gold / "items.jsonl", "--out", tmp_path / "l.jsonl", "--mentions", tmp_path / "m.jsonl"
    )
    assert done.returncode == 0
    command = [
        sys.executable,
        shared / "score.py",
        gold,
        tmp_path / "l.jsonl",
        "--mentions",
        tmp_path / "m.jsonl",
        "--json",
    ]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert told["evidence_not_verbatim"] == 0
    assert told["evidence"] > 0


def test_ambiguous_names_are_told_from_words_in_most_sentences(extractor):
    right = {True: 0, False: 0}
    total = {True: 0, False: 0}
    for line in (GOLD / "homographs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        extraction = extractor.extract(Document("d", row["text"]))
        found = {m.id for m in extraction.mentions if m.kind == "company" and m.start < row["end"] and row["start"] < m.end}  # fmt: skip
        is_company = bool(row["company"])
        total[is_company] += 1
        right[is_company] += (row["company"] in found) if is_company else not found
    assert sum(total.values()) >= 300
    assert right[True] / total[True] >= 0.84
    assert right[False] / total[False] >= 0.88
