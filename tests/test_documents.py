from __future__ import annotations

import io
import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themegraph import documents
from themegraph.documents import dates
from themegraph.model import Document, Problem


def read(*sources):
    found = list(documents.read(sources))
    return [d for d in found if isinstance(d, Document)], [str(p) for p in found if isinstance(p, Problem)]


def test_a_text_file_is_one_document_as_it_stands(tmp_path):
    (tmp_path / "note.txt").write_text(
        "  Oracle fell.\r\n\r\nNobody knew why.  ", encoding="utf-8", newline=""
    )
    (document,), problems = read(tmp_path / "note.txt")
    assert document.text == "  Oracle fell.\r\n\r\nNobody knew why.  "
    assert (document.id, document.language, problems) == ("note", "en", [])


def test_a_listing_is_cut_at_its_closing_lines_which_date_and_sign_the_text_before(tmp_path):
    listing = "Tags\n메타가 돌아섰다.\n크리스 정 2026.01.23 10:17 PDT\n둘째 글이다.\n\n아직 둘째 글이다.\nKim Lee 2026.01.24 9:05 KST\n"
    (tmp_path / "list.txt").write_text(listing, encoding="utf-8")
    (first, second), problems = read(tmp_path / "list.txt")
    assert not problems
    assert (first.text, first.published, first.publisher) == (
        "메타가 돌아섰다.",
        "2026-01-23T10:17:00-07:00",
        "크리스 정",
    )
    assert second.text == "둘째 글이다.\n\n아직 둘째 글이다."
    assert second.published == "2026-01-24T09:05:00+09:00"
    assert first.id != second.id


def test_the_seed_listing_gives_the_texts_of_the_development_set(shared):
    found, problems = read(shared / "dev" / "seed-ko" / "listing.txt")
    items = [
        json.loads(line)
        for line in (shared / "dev" / "seed-ko" / "items.jsonl").read_text("utf-8").splitlines()
    ]
    assert not problems
    assert [d.text for d in found] == [i["text"] for i in items]
    assert [d.published[:10] for d in found] == [i["date"] for i in items]


def test_markdown_takes_its_facts_from_the_front_matter_and_keeps_the_rest_as_text(tmp_path):
    (tmp_path / "a.md").write_text(
        "---\ntitle: Show me\ndate: 2026-01-02\nurl: https://a.example/x\n---\n# Head\n\nOracle fell.\n",
        "utf-8",
    )
    (document,), problems = read(tmp_path / "a.md")
    assert document.text == "# Head\n\nOracle fell.\n"
    assert (document.title, document.published, document.source) == (
        "Show me",
        "2026-01-02",
        "https://a.example/x",
    )
    assert not problems


def test_a_broken_front_matter_is_named_with_its_line_and_the_text_is_still_read(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: x\nbad: [1, 2\n---\nOracle fell.\n", "utf-8")
    (document,), (problem,) = read(tmp_path / "a.md")
    assert document.text == "Oracle fell.\n"
    assert "a.md:" in problem and "YAML" in problem


def test_jsonl_keeps_ids_and_names_the_lines_that_are_wrong(tmp_path):
    lines = [
        '{"id": "x1", "text": "One.", "date": "2026-03-01", "url": "https://a.example/1"}',
        "{broken",
        '{"id": "x2"}',
        "[1]",
        '{"id": 7, "text": "Two."}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    found, problems = read(tmp_path / "in.jsonl")
    assert [d.id for d in found] == ["x1", "7"]
    assert [p.split(": ")[0].rsplit(":", 1)[1] for p in problems] == ["2", "3", "4"]


def test_bad_bytes_are_one_clear_line_and_the_good_file_beside_them_is_read(tmp_path):
    (tmp_path / "good.txt").write_text("Oracle fell.", "utf-8")
    (tmp_path / "bad.txt").write_bytes(b"fine\nline \xff\xfe here")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\0\0\0")
    found, problems = read(tmp_path)
    assert [d.id for d in found] == ["good"]
    assert any("bad.txt:2: is not UTF-8" in p for p in problems)
    assert any("image.txt: is not text" in p for p in problems)


@pytest.mark.parametrize("source", ["nowhere.txt", "no/*.md", "a\0b"])
def test_a_source_that_is_not_there_is_a_problem(source):
    found, problems = read(source)
    assert not found and len(problems) == 1


def test_an_empty_folder_is_a_problem(tmp_path):
    assert "holds nothing" in read(tmp_path)[1][0]


def test_a_folder_is_read_with_all_below_it_but_for_hidden_files(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("a/one.txt", "two.md", ".git/three.txt", "four.png"):
        (tmp_path / name).write_text("text", "utf-8")
    assert {d.id for d in read(tmp_path)[0]} == {"a/one", "two"}


def test_the_order_of_the_sources_does_not_matter(tmp_path):
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(f"text {name}", "utf-8")
    sources = [str(tmp_path / f"{name}.txt") for name in "abcd"]
    expected = read(*sources)
    random.Random(1).shuffle(sources)
    assert read(*sources) == expected
    assert read(tmp_path, *sources) == expected


def test_standard_input_is_text_or_jsonl_by_its_first_sign(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b'{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n')

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert [d.id for d in read("-")[0]] == ["a", "b"]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026.02.26 12:30 PDT", "2026-02-26T12:30:00-07:00"),
        ("2026-02-26", "2026-02-26"),
        ("2026-02-26T12:30:00Z", "2026-02-26T12:30:00+00:00"),
        ("2026-02-26T12:30:00+09:00", "2026-02-26T12:30:00+09:00"),
        ("2026년 2월 6일", "2026-02-06"),
        ("2026.2.6.", "2026-02-06"),
        ("2026-13-01", ""),
        ("soon", ""),
        ("2026.02.26 12:30 XYZ", ""),
        (None, ""),
    ],
)
def test_dates_become_iso_8601(written, iso):
    assert dates.iso(written) == iso


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("오라클이 급락했다", "ko"),
        ("Oracle fell", "en"),
        ("CAT은 AI capex 수혜주", "ko"),
        ("Samsung (삼성) reported a record profit for the third quarter", "en"),
        ("", "en"),
    ],
)
def test_language_is_told_by_the_letters(text, language):
    assert documents.detect_language(text) == language


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_jsonl_texts_come_back_code_point_for_code_point(texts):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.jsonl"
        rows = [json.dumps({"id": str(i), "text": t}) for i, t in enumerate(texts)]
        path.write_text("\n".join(rows), "utf-8")
        assert [d.text for d in read(path)[0]] == texts
