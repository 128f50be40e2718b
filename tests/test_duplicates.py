"""Copies of one text are one source; what only looks alike is not."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import themegraph
from stories import link
from themegraph.duplicates import alike, bands, group, groups, signature
from themegraph.graph import build
from themegraph.model import Document, Extraction

GOLD = Path(__file__).parent / "gold" / "duplicates"
FLOOR = 0.95  # of precision and of recall


def read(name):
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]


def found_in(rows):
    return group(Document(row["id"], row["text"]) for row in rows)


@pytest.mark.parametrize("name", ["first", "second"])
def test_precision_and_recall_of_pairs_stay_above_their_floor(name, record_property):
    rows = read(name)
    found = found_in(rows)
    pairs = list(itertools.combinations(rows, 2))
    same = {(a["id"], b["id"]) for a, b in pairs if a["group"] == b["group"]}
    said = {(a["id"], b["id"]) for a, b in pairs if found[a["id"]] == found[b["id"]]}
    precision, recall = len(same & said) / len(said), len(same & said) / len(same)
    record_property("precision", precision)
    record_property("recall", recall)
    print(f"{name}: precision {precision:.2f}, recall {recall:.2f} of {len(same)} pairs")
    assert precision >= FLOOR, sorted(said - same)
    assert recall >= FLOOR, sorted(same - said)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("kind", ["reprint", "shortened", "updated"])
def test_a_copy_is_one_source_with_its_original(kind, language):
    rows = read("first")
    found = found_in(rows)
    original = {row["group"]: row["id"] for row in rows if row["kind"] == "original"}
    copies = [row for row in rows if row["kind"] == kind and row["language"] == language]
    assert len(copies) >= 4
    assert all(found[row["id"]] == found[original[row["group"]]] for row in copies)


@pytest.mark.parametrize("kind", ["template", "translation", "other"])
def test_what_is_no_copy_stays_a_source_of_its_own(kind):
    rows = read("first")
    found = found_in(rows)
    assert all(found[row["id"]] == row["id"] for row in rows if row["kind"] == kind)


def test_the_first_by_id_stands_for_its_group_whatever_the_order():
    rows = read("first")
    signatures = [(row["id"], signature(row["text"])) for row in rows]
    expected = groups(dict(signatures))
    for seed in range(5):
        random.Random(seed).shuffle(signatures)
        assert groups(dict(signatures)) == expected
    members = {}
    for document, first in expected.items():
        members.setdefault(first, []).append(document)
    assert all(first == min(several) for first, several in members.items())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_like_itself_unless_it_has_no_words(text):
    sketch = signature(text)
    assert signature(text) == sketch
    assert groups({"a": sketch, "b": sketch})["b"] == ("a" if sketch else "b")
    assert alike(sketch, sketch) == bool(sketch)


def test_documents_that_are_one_source_share_a_band():
    rows = read("first") + read("second")
    sketches = [(row, signature(row["text"])) for row in rows]
    for (a, one), (b, other) in itertools.combinations(sketches, 2):
        if alike(one, other) and a["group"] == b["group"]:
            assert set(bands(one)) & set(bands(other)), (a["id"], b["id"])


def test_texts_without_words_are_never_grouped():
    assert groups({"a": signature(""), "b": signature(" \n—"), "c": b""}) == {"a": "a", "b": "b", "c": "c"}
    assert groups({}) == {}


def test_a_signature_is_small_whatever_the_length_of_the_text():
    sizes = {len(signature("word and another " * n)) for n in (1, 100, 10_000)}
    assert len(sizes) == 1 and sizes.pop() < 512


def test_an_edge_tells_documents_and_independent_sources_apart():
    rows = {row["id"]: row for row in read("first")}
    names = ["chips-en-original", "chips-en-reprint", "chips-en-updated", "oil-en-original"]
    extractions = []
    for name in names:
        told = link(name, day="2026-01-02")
        extractions.append(Extraction(told.citation, links=(told,), signature=signature(rows[name]["text"])))
    edge = build(extractions).edges["company/oracle", "theme/power-bottleneck", "hurt_by"]
    assert (edge["weight"], edge["independent_sources"]) == (4, 2)
    assert build(extractions).graph["copies"] == dict.fromkeys(names[1:3], names[0])
    bare = build([replace(e, signature=b"") for e in extractions])
    assert bare.edges["company/oracle", "theme/power-bottleneck", "hurt_by"]["independent_sources"] == 4


def test_a_notebook_counts_reprints_as_one_source():
    text = "Oracle delayed two sites because the grid cannot keep up with demand for electricity in Ohio."
    graph = build(themegraph.extract([Document("a", text), Document("b", text + " (Reprint)")]))
    told = [data for *_, data in graph.edges(data=True) if data.get("weight")]
    assert told and all((data["weight"], data["independent_sources"]) == (2, 1) for data in told)
    assert graph.graph["copies"] == {"b": "a"}


def test_a_build_counts_reprints_as_one_source(tmp_path):
    from click.testing import CliRunner

    from themegraph.cli import main
    from themegraph.load import load

    text = (
        "HD현대일렉트릭은 북미 초고압 변압기 수요 급증에 힘입어 사상 최대 수주를 기록했다. "
        "회사는 울산 공장을 증설해 2027년까지 생산 능력을 30% 늘리기로 했다. 수주 잔고는 9조 원을 넘었다."
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.txt").write_text(f"[특징주] 변압기 호황\n\n{text}\n\n무단 전재 및 재배포 금지", "utf-8")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "--out", str(tmp_path / "out"), "--quiet"])
    assert done.exit_code == 0, done.output
    edges = [f for *_, f in load(tmp_path / "out").edges(data=True) if f["relation"] == "link"]
    assert (2, 1) in {(f["weight"], f["independent_sources"]) for f in edges}
