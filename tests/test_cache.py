"""The cache: saves time, changes nothing, and may be lost, broken or deleted at any time."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sample import VOCABULARY
from themegraph import build
from themegraph.corpus import Cache, Settings, Tally, extract_all, records_of
from themegraph.corpus.records import pack, unpack
from themegraph.model import Company, Document, Extraction


def run(extractor, folder, cache=None):
    tally = Tally()
    found = list(extract_all([folder], extractor, tally, lambda p: None, settings=Settings(cache=cache)))
    return found, tally


def test_a_record_gives_the_extraction_back_whole(seed_documents, seed_extractions):
    assert any(e.links for e in seed_extractions) and any(e.mentions for e in seed_extractions)
    for document, extraction in zip(seed_documents, seed_extractions, strict=True):
        assert unpack(pack(extraction), document) == extraction


def test_a_record_keeps_everything_of_a_company_that_only_this_text_introduces():
    company = Company(
        "a-b", {"en": "A B"}, {"ko": ("가", "나")}, ("KRX:1",), "KR", "chips", frozenset({"A"}), ("x",), ("y",), ("z",), True, frozenset({"B"}),
    )  # fmt: skip
    document = Document("d", "text")
    extraction = Extraction(document.citation, provisional=(company,), signature=b"\0\xff")
    assert unpack(pack(extraction), document) == extraction


def test_a_second_run_knows_everything_and_says_the_same(tmp_path, extractor, seed_documents):
    for d in seed_documents:
        (tmp_path / f"{d.id.replace('/', '-')}.txt").write_text(d.text, "utf-8")
    fresh, _ = run(extractor, tmp_path)
    for expected in (0, len(fresh)):
        with Cache(tmp_path / "cache.sqlite", "v") as cache:
            found, tally = run(extractor, tmp_path, cache)
        assert found == fresh and tally.known == expected


def test_a_text_is_known_whatever_its_name_and_date(tmp_path, extractor):
    text = "Oracle delayed two sites because the grid cannot keep up with demand."
    (tmp_path / "in.jsonl").write_text(f'{{"id": "a", "text": "{text}"}}\n')
    with Cache(tmp_path / "c.sqlite", "v") as cache:
        run(extractor, tmp_path / "in.jsonl", cache)
    (tmp_path / "in.jsonl").write_text(f'{{"id": "b", "text": "{text}", "date": "2026-01-01"}}\n')
    with Cache(tmp_path / "c.sqlite", "v") as cache:
        (found,), tally = run(extractor, tmp_path / "in.jsonl", cache)
    assert tally.known == 1
    assert {m.document for m in found.mentions} == {"b"} and found.citation.published == "2026-01-01"


def test_what_was_read_for_its_links_only_is_read_again_where_mentions_are_wanted(tmp_path, extractor):
    text = "The grid cannot keep up. Nobody minds."
    with Cache(tmp_path / "cache", "v") as cache:
        cache.put(text, *records_of(extractor, [text], mentions=False))
        cache.flush()
        assert cache.get([text], mentions=False) != [None] == cache.get([text])
        cache.put(text, *records_of(extractor, [text]))
        cache.flush()
        unknown, record = cache.get(["another text", text])
        assert unknown is None and b"power-bottleneck" in record.mentions


def test_another_vocabulary_knows_nothing_of_it(tmp_path, extractor):
    (tmp_path / "a.txt").write_text("Oracle fell.")
    for vocabulary, known in (("v", 0), ("w", 0), ("v", 1)):
        with Cache(tmp_path / "c.sqlite", vocabulary) as cache:
            assert run(extractor, tmp_path / "a.txt", cache)[1].known == known


@pytest.mark.parametrize(
    "file",
    [
        "graph/themegraph/extraction/suggest.npz",
        "graph/themegraph/extraction/weights.json",
        "graph/themegraph/duplicates.py",
        "ontology/boilerplate.txt",
    ],
)
def test_what_was_kept_is_read_anew_when_what_it_was_made_with_changes(tmp_path, monkeypatch, file):
    from themegraph import resources

    package = Path(resources.__file__).parent
    ontology = resources.folder("ontology")
    shutil.copytree(package, tmp_path / "graph" / "themegraph", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ontology, tmp_path / "ontology")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "graph" / "themegraph")
    version = resources.code_version.__wrapped__
    before = version("extraction")
    assert before == version("extraction")
    with (tmp_path / file).open("ab") as changed:
        changed.write(b"\nx")
    assert version("extraction") != before


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 500, None])
def test_a_broken_cache_is_made_anew(tmp_path, extractor, damage):
    (tmp_path / "a.txt").write_text("Oracle delayed two sites because the grid cannot keep up.")
    path = tmp_path / "c.sqlite"
    with Cache(path, "v") as cache:
        fresh, _ = run(extractor, tmp_path / "a.txt", cache)
    if damage is None:
        path.write_bytes(path.read_bytes()[:4096] + os.urandom(4096))
    else:
        path.write_bytes(damage)
    with Cache(path, "v") as cache:
        assert run(extractor, tmp_path / "a.txt", cache)[0] == fresh


def test_nonsense_in_a_cache_is_read_over(tmp_path, extractor):
    (tmp_path / "a.txt").write_text("Oracle delayed two sites because the grid cannot keep up.")
    path = tmp_path / "c.sqlite"
    with Cache(path, "v") as cache:
        fresh, _ = run(extractor, tmp_path / "a.txt", cache)
    store = sqlite3.connect(path)
    store.execute("UPDATE results SET links=?, mentions=?", (b'{"links": [[1]]}', b"[[]]"))
    store.commit()
    store.close()
    with Cache(path, "v") as cache:
        assert run(extractor, tmp_path / "a.txt", cache)[0] == fresh


def test_a_cache_that_is_deleted_in_use_costs_time_only(tmp_path, extractor):
    (tmp_path / "a.txt").write_text("Oracle delayed two sites because the grid cannot keep up.")
    path = tmp_path / "c.sqlite"
    with Cache(path, "v") as cache:
        path.unlink()
        found, _ = run(extractor, tmp_path / "a.txt", cache)
    assert found == run(extractor, tmp_path / "a.txt")[0]


def test_a_cache_where_none_can_be_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError, match="file"):
        Cache(tmp_path / "file" / "c.sqlite", "v")


def test_a_page_is_parsed_once(tmp_path, extractor, monkeypatch):
    from themegraph.documents import html

    page = "<html><head><title>T</title></head><body><p>Oracle delayed two sites because the grid cannot keep up.</p></body>"
    (tmp_path / "a.html").write_text(page)
    with Cache(tmp_path / "c.sqlite", "v") as cache:
        fresh, _ = run(extractor, tmp_path / "a.html", cache)
    monkeypatch.setattr(html, "read", None)
    with Cache(tmp_path / "c.sqlite", "v") as cache:
        assert run(extractor, tmp_path / "a.html", cache)[0] == fresh


def same(a, b):
    return (
        list(a.nodes(data=True)) == list(b.nodes(data=True))
        and list(a.edges(keys=True, data=True)) == list(b.edges(keys=True, data=True))
        and a.graph == b.graph
    )


STEP = st.tuples(st.sampled_from(["add", "edit", "remove", "rename"]), st.integers(0, 7), st.integers(0, 20))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=1, max_size=12))
def test_after_any_adds_edits_and_removals_the_graph_is_that_of_a_build_from_scratch(
    extractor, seed_documents, steps
):
    texts = [d.text for d in seed_documents] + [
        "오라클은 전력 부족으로 가동을 미뤘다.",
        "Meta cut jobs.",
        "Nothing here.",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        for what, slot, choice in steps:
            path = folder / f"{slot}.txt"
            if what in ("add", "edit"):
                path.write_text(texts[choice % len(texts)], "utf-8")
            elif what == "remove":
                path.unlink(missing_ok=True)
            elif path.exists():
                path.rename(folder / f"{choice}-{slot}.txt")
            with Cache(Path(name) / "cache.sqlite", "v") as cache:
                grown, _ = run(extractor, folder, cache)
            random.Random(choice).shuffle(grown)
            assert same(build(grown), build(run(extractor, folder)[0]))


def test_a_compiled_vocabulary_is_the_one_it_was_compiled_from(tmp_path, monkeypatch, seed_documents):
    from themegraph.extraction.pipeline import Extractor
    from themegraph.vocabulary import load

    monkeypatch.setenv("THEMEGRAPH_CACHE", str(tmp_path))
    text = seed_documents[0].text
    compiled = Extractor(load()).look(text)
    (kept,) = tmp_path.glob("vocabulary-*.npz")
    written = kept.stat().st_mtime_ns
    again = Extractor(load()).look(text)
    assert kept.stat().st_mtime_ns == written
    assert (again.found, again.claims, again.candidates) == (
        compiled.found,
        compiled.claims,
        compiled.candidates,
    )


def test_a_compiled_vocabulary_that_was_cut_short_is_made_anew(tmp_path, monkeypatch):
    from themegraph.extraction.pipeline import Extractor

    monkeypatch.setenv("THEMEGRAPH_CACHE", str(tmp_path))
    vocabulary = replace(VOCABULARY, files="sample")
    found = Extractor(vocabulary).look("Oracle fell.").found
    (kept,) = tmp_path.glob("vocabulary-*.npz")
    size = kept.stat().st_size
    kept.write_bytes(kept.read_bytes()[: size // 2])  # as by a full disk
    assert Extractor(vocabulary).look("Oracle fell.").found == found != []
    assert kept.stat().st_size == size


def test_a_cache_folder_that_cannot_be_written_costs_time_only(tmp_path, monkeypatch):
    from themegraph.extraction.pipeline import Extractor

    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("THEMEGRAPH_CACHE", str(tmp_path / "file"))
    assert Extractor(replace(VOCABULARY, files="sample")).look("Oracle fell.").found


def test_the_fingerprint_of_a_vocabulary_is_the_same_in_every_process(tmp_path):
    import subprocess
    import sys

    code = (
        "import dataclasses; from themegraph.vocabulary import load; v = load(); print(v.fingerprint);"
        "print(dataclasses.replace(v, files='').fingerprint)"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
