"""Pages, feeds, PDF, tables and packed files, as they come from the world, broken ones included."""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themegraph import documents
from themegraph.documents import columns, dates
from themegraph.model import Document, Problem

PAGE = """<!DOCTYPE html><html lang="ko"><head><meta charset="{charset}"><title>오라클 급락 - 한빛경제</title>
<meta property="og:title" content="오라클, 전력난에 급락"><meta property="og:site_name" content="한빛경제">
<meta property="og:description" content="데이터센터 가동이 늦어진다."><link rel="canonical" href="https://news.example/a/1"></head>
<body><nav><a href="/">홈</a><a href="/b">경제</a></nav><article><h1>오라클, 전력난에 급락</h1>
<div class="date-info">입력 2026.03.10 18:42</div>
<p>오라클은 10일 전력 부족으로 데이터센터 가동을 미뤘다고 밝혔다. 전력망이 수요를 따라가지 못하고 있다는 설명이다.</p>
<p>회사는 변압기 확보가 늦어지고 있다고 했다. 시장은 투자 대비 성과를 의심하고 있다.</p></article>
<footer>Copyright</footer><script>var a = "숨은 글"</script></body></html>"""
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>한빛</title><language>ko</language>
<item><title>오라클 급락</title><link>https://n.example/1</link><pubDate>Tue, 10 Mar 2026 18:42:00 +0900</pubDate>
<description>&lt;p&gt;전력 &lt;b&gt;부족&lt;/b&gt;이 심하다.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Wire</title>
<entry><id>tag:x,1</id><title>Grid cannot keep up</title><link href="https://w.example/1"/><updated>2026-03-10T18:42:00Z</updated>
<content type="html">&lt;p&gt;Oracle delayed two sites.&lt;/p&gt;&lt;p&gt;The queue is long.&lt;/p&gt;</content></entry></feed>"""


def one(tmp_path, name, data, given=None):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = list(documents.read([path], given))
    return [d for d in found if isinstance(d, Document)], [str(p) for p in found if isinstance(p, Problem)]


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr"])
def test_a_saved_page_gives_what_a_reader_sees_and_its_facts(tmp_path, charset):
    (page,), problems = one(
        tmp_path, "a.html", PAGE.format(charset=charset).encode(charset.replace("euc-kr", "cp949"))
    )
    assert not problems
    assert (page.title, page.publisher, page.source) == (
        "오라클, 전력난에 급락",
        "한빛경제",
        "https://news.example/a/1",
    )
    assert (page.published, page.language) == ("2026-03-10T18:42:00+09:00", "ko")
    assert page.text.startswith("오라클, 전력난에 급락\n\n데이터센터 가동이 늦어진다.")
    assert "변압기" in page.text
    assert "숨은 글" not in page.text and "홈" not in page.text


def test_linked_data_dates_a_page_and_the_mark_of_a_saved_page_gives_its_address(tmp_path):
    page = """<!-- saved from url=(0030)https://x.example/path/article -->
    <html lang="en"><head><title>Grid</title><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",
    "headline": "Grid cannot keep up", "datePublished": "2026-03-10T18:42:00-07:00", "publisher": {"name": "The Wire"}}]}</script>
    </head><body><p>Oracle delayed two sites because the grid cannot keep up with demand, it said, and shares fell.
    <p>unclosed <b>tags & ampersands <p>Another paragraph of transformers and long queues at substations.</body>"""
    (document,), _ = one(tmp_path, "c.html", page)
    assert (document.published, document.publisher) == ("2026-03-10T18:42:00-07:00", "The Wire")
    assert document.source == "https://x.example/path/article"
    assert document.text.count("Grid cannot keep up") == 1
    assert "tags & ampersands" in document.text


@pytest.mark.parametrize(
    "page", ["just text, Oracle fell", "<p>Oracle fell", "<body>Oracle fell</body", "<<<p>Oracle fell<"]
)
def test_a_page_that_is_hardly_one_is_still_text(tmp_path, page):
    (document,), problems = one(tmp_path, "a.html", page)
    assert "Oracle fell" in document.text and not problems


@pytest.mark.parametrize(("feed", "title"), [(RSS, "오라클 급락"), (ATOM, "Grid cannot keep up")])
def test_an_entry_of_a_feed_is_a_document_without_its_markup(tmp_path, feed, title):
    (entry,), problems = one(tmp_path, "feed.xml", feed)
    assert not problems and entry.title == title and entry.text.startswith(title)
    assert "<" not in entry.text and "x()" not in entry.text
    assert entry.published in ("2026-03-10T18:42:00+09:00", "2026-03-10T18:42:00+00:00")
    assert entry.source.startswith("https://")


def test_a_broken_feed_gives_the_entries_that_can_be_read(tmp_path):
    found, _ = one(tmp_path, "feed.rss", RSS.replace("</item>", "</item><item><title>둘째 & 글</title>"))
    assert found[0].title == "오라클 급락"


def test_an_entry_keeps_its_id_when_others_come_before_it(tmp_path):
    (before,), _ = one(tmp_path, "feed.xml", RSS)
    more = RSS.replace("<item>", "<item><title>새 글</title><link>https://n.example/2</link></item><item>", 1)
    after, _ = one(tmp_path, "feed.xml", more)
    assert before.id in {d.id for d in after} and len(after) == 2


def pdf(*lines, title="Grid cannot keep up"):
    """A PDF as simple as it can be, built by hand with its table of offsets."""
    text = (
        b"BT /F1 12 Tf 14 TL 50 700 Td " + b" ".join(b"(%s) Tj T*" % line.encode() for line in lines) + b" ET"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title(%s)/CreationDate(D:20260310184200-07'00')>>" % title.encode(),
    ]  # fmt: skip
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    return bytes(out + b"trailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


def test_a_pdf_gives_its_text_with_the_lines_of_the_page_joined(tmp_path):
    made = pdf(
        "Oracle delayed two sites because the grid",
        "cannot keep up with demand. The queue for trans-",
        "formers is long.",
    )
    (document,), problems = one(tmp_path, "a.pdf", made)
    assert not problems
    assert "because the grid cannot keep up with demand. The queue for transformers is long." in document.text
    assert (document.title, document.published) == ("Grid cannot keep up", "2026-03-10T18:42:00-07:00")


KOREAN = "오라클은 전력망이 따라오지 못해 데이터센터 두 곳의 가동을 미뤘다."


def printed(html: str) -> bytes:
    """A PDF, as a browser prints it."""
    sys.path.insert(0, str(documents.Path(__file__).parent / "browser"))
    from chromium import launch
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.set_content(html)
        data = page.pdf()
        browser.close()
    return data


@pytest.mark.browser
@pytest.mark.parametrize("sentence", ["Oracle delayed two sites because the grid cannot keep up.", KOREAN])
def test_a_pdf_as_a_browser_prints_it(tmp_path, sentence):
    html = f"<meta charset=utf-8><body style=word-break:keep-all><h1>Oracle</h1><p>{(sentence + ' ') * 12}"
    with ThreadPoolExecutor(1) as thread:  # a browser of another test may hold this thread's event loop
        data = thread.submit(printed, html).result()
    (document,), problems = one(tmp_path, "a.pdf", data)
    assert not problems
    assert " ".join(document.text.split()).count(sentence) == 12


def test_a_table_is_read_by_the_names_of_its_columns(tmp_path):
    (a,), _ = one(
        tmp_path, "t.csv", "제목,본문,작성일,언론사\n오라클 급락,전력 부족이 심하다.,2026-03-10,한빛\n"
    )
    assert (a.text, a.title, a.published, a.publisher) == (
        "오라클 급락\n\n전력 부족이 심하다.",
        "오라클 급락",
        "2026-03-10",
        "한빛",
    )
    (b,), _ = one(tmp_path, "t.tsv", "headline\tbody\tpublished_at\nA\tOracle fell.\t1773168120\n")
    assert (b.text, b.published) == ("A\n\nOracle fell.", "2026-03-10T18:42:00+00:00")


def test_the_columns_of_a_table_can_be_given(tmp_path):
    given = columns.parse_choice("text=t1, date=when")
    (document,), problems = one(tmp_path, "t.csv", "when;t1;text\n2026-03-10;Oracle fell.;no\n", given)
    assert (document.text, document.published, problems) == ("Oracle fell.", "2026-03-10", [])
    with pytest.raises(ValueError, match="colour"):
        columns.parse_choice("colour=x")


def test_a_table_whose_columns_say_nothing_is_one_clear_line(tmp_path):
    found, (problem,) = one(tmp_path, "t.csv", "a,b\n1,2\n")
    assert not found and "t.csv:1: no column is the text (a, b); name it with --columns text=NAME" in problem


def test_a_row_that_does_not_fit_is_named_and_the_others_are_read(tmp_path):
    found, (problem,) = one(tmp_path, "t.csv", "id,text\n1,Oracle fell.\n2\n3,Meta rose.\n")
    assert [d.id for d in found] == ["1", "3"] and "t.csv:3: has 1 cells" in problem


def test_parquet_is_the_same_as_the_table_it_was_made_from(tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = {
        "id": [str(n) for n in range(700)],
        "title": ["T"] * 700,
        "content": [f"Oracle fell {n} times." for n in range(700)],
    }
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    (tmp_path / "b.csv").write_text(
        "id,title,content\n" + "".join(f"{a},{b},{c}\n" for a, b, c in zip(*rows.values(), strict=True))
    )
    read = {
        name: [(d.id, d.text) for d in documents.read([tmp_path / name])] for name in ("a.parquet", "b.csv")
    }
    assert read["a.parquet"] == read["b.csv"] and len(read["b.csv"]) == 700


def test_a_jsonl_text_stands_as_it_is_and_other_names_are_guessed(tmp_path):
    (plain,), _ = one(tmp_path, "a.jsonl", json.dumps({"id": "a", "title": "Head", "text": "Oracle fell."}))
    assert plain.text == "Oracle fell."
    (guessed,), _ = one(tmp_path, "b.jsonl", json.dumps({"headline": "Head", "body": "Oracle fell."}))
    assert guessed.text == "Head\n\nOracle fell."


@pytest.mark.parametrize("name", ["a.jsonl", "a.html", "a.txt", "a.csv", "a.xml"])
def test_what_is_packed_reads_like_what_is_not(tmp_path, name):
    zstandard = pytest.importorskip("zstandard")
    data = {
        "a.jsonl": b'{"id": "x", "text": "Oracle fell."}\n', "a.html": PAGE.format(charset="utf-8").encode(),
        "a.txt": b"Oracle fell.", "a.csv": b"id,text\n1,Oracle fell.\n", "a.xml": RSS.encode(),
    }[name]  # fmt: skip
    plain, _ = one(tmp_path, name, data)
    for ending, packed in ((".gz", gzip.compress(data)), (".zst", zstandard.compress(data))):
        found, problems = one(tmp_path, name + ending, packed)
        assert not problems
        assert [(d.id, d.text, d.published) for d in found] == [(d.id, d.text, d.published) for d in plain]


def test_a_folder_of_mixed_types_is_read_whole(tmp_path):
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    for name, data in {
        "a.txt": b"Oracle fell.", "sub/b.html": PAGE.format(charset="utf-8").encode(), "sub/deep/c.xml": RSS.encode(),
        "sub/d.pdf": pdf("Meta rose again."), "e.csv.gz": gzip.compress(b"id,text\nrow,Nvidia fell.\n"), "image.png": b"\x89PNG",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    found = list(documents.read([tmp_path]))
    assert [d.id.split("-")[0] for d in found] == ["a", "row", "sub/b", "sub/d", "sub/deep/c"]


@pytest.mark.parametrize(
    "data", [PAGE.format(charset="utf-8").encode(), RSS.encode(), pdf("Oracle fell."), b'{"text": "Oracle fell."}', b"Oracle fell.",
             gzip.compress(b'{"text": "Oracle fell."}')],
)  # fmt: skip
def test_standard_input_is_told_by_its_first_bytes(monkeypatch, data):
    class Stdin:
        buffer = io.BufferedReader(io.BytesIO(data))

    monkeypatch.setattr(sys, "stdin", Stdin)
    (document,) = documents.read(["-"])
    assert "Oracle" in document.text or "오라클" in document.text


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
HOSTILE = {
    "deep.html": (lambda: b"<html>" + b"<div>" * 10_000 + b"Oracle" + b"</div>" * 10_000, "is nested more than"),
    "wide.html": (lambda: b"<b>x</b>" * 400_000, "tags"),
    "laughs.xml": (lambda: b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">' + LAUGHS + b"]><rss><channel><title>&l11;</title></channel></rss>", "declares entities"),
    "no.xml": (lambda: b"<urlset><url/></urlset>", "is no feed"),
    "empty.html": (lambda: b"", "is empty"),
    "garbage.pdf": (lambda: b"%PDF-1.4\n" + os.urandom(100_000), "is no PDF that can be read"),
    "cut.pdf": (lambda: pdf("Oracle fell.")[:300], ""),
    "bomb.jsonl.gz": (lambda: gzip.compress(b"0" * 300_000_000), "unpacks to more than"),
    "bomb.csv.gz": (lambda: gzip.compress(b"id,text\n" + b"\n" * 300_000_000), "unpacks to more than"),
    "cut.txt.gz": (lambda: gzip.compress(os.urandom(5000))[:1000], "is no whole gzip file"),
    "not.txt.gz": (lambda: b"Oracle fell.", "is no whole gzip file"),
    "not.txt.zst": (lambda: b"Oracle fell.", "is no zstd file"),
    "line.txt": (lambda: b"x" * 200_000_000, "is larger than 64 MB"),
    "line.jsonl": (lambda: b"x" * 200_000_000, ":1: is longer than 16 MB"),
    "line.csv": (lambda: b"id,text\n1," + b"x" * 200_000_000, ":2: is longer than 16 MB"),
    "line.html": (lambda: b"<p>" + b"x" * 200_000_000, "is larger than 64 MB"),
    "not.parquet": (lambda: b"PAR1" + os.urandom(1000), "is no whole Parquet file"),
}  # fmt: skip
_LIMITED = """
import sys
from themegraph import documents
for item in documents.read([sys.argv[1]]):
    print(item)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_one_clear_line_in_bounded_time_and_memory(tmp_path, name):
    if name.endswith("zst"):
        pytest.importorskip("zstandard")
    make, cause = HOSTILE[name]
    (tmp_path / name).write_bytes(make())
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path / name)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-500:]
    *told, peak = done.stdout.splitlines()
    assert len(told) == 1 and name in told[0] and cause in told[0]
    assert int(peak) < 500_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 30


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([".html", ".xml", ".pdf", ".csv", ".parquet", ".jsonl.gz", ".txt"]),
    st.binary(max_size=300),
    st.integers(0, 400),
)
def test_no_bytes_break_a_reader(tmp_path_factory, ending, noise, place):
    folder = tmp_path_factory.getbasetemp()
    start = {
        ".html": PAGE.encode(),
        ".xml": RSS.encode(),
        ".pdf": pdf("Oracle fell."),
        ".csv": b"id,text\n1,Oracle\n",
    }.get(ending, b"")
    path = folder / f"noise{ending}"
    path.write_bytes(start[:place] + noise + start[place:])
    for item in documents.read([path]):
        assert isinstance(item, Problem) or item.text.strip()
        if isinstance(item, Problem):
            assert "\n" not in str(item)


@pytest.mark.parametrize(
    ("written", "near", "iso"),
    [
        ("입력 2026.03.10 18:42", "", "2026-03-10T18:42:00"),
        ("2026년 3월 10일 오후 6시 42분", "", "2026-03-10T18:42:00"),
        ("2026-03-10 (화) 09:05", "", "2026-03-10T09:05:00"),
        ("March 10, 2026 6:42 p.m. ET", "", "2026-03-10T18:42:00-04:00"),
        ("Jan. 9, 2026 at 9:05 AM ET", "", "2026-01-09T09:05:00-05:00"),
        ("Tue, 10 Mar 2026 18:42:00 GMT", "", "2026-03-10T18:42:00+00:00"),
        ("10 March 2026", "", "2026-03-10"),
        ("20260310", "", "2026-03-10"),
        ("지난 8일", "2026-03-10", "2026-03-08"),
        ("지난 28일", "2026-03-10", "2026-02-28"),
        ("지난달 31일", "2026-02-10", "2026-01-31"),
        ("3월 10일", "2026-04-01", "2026-03-10"),
        ("12월 30일", "2026-01-03", "2025-12-30"),
        ("March 9", "2026-03-10", "2026-03-09"),
        ("어제", "2026-03-01", "2026-02-28"),
        ("3시간 전", "2026-03-10T01:00:00+09:00", "2026-03-09T22:00:00+09:00"),
        ("2 days ago", "2026-03-01", "2026-02-27"),
        ("지난 8일 18:42 KST", "2026-03-10", "2026-03-08T18:42:00+09:00"),
        ("지난 8일", "", ""),
        ("31월 8일", "2026-03-10", ""),
    ],
)
def test_datelines_of_korean_and_english_sites_become_iso_8601(written, near, iso):
    assert dates.iso(written, near) == iso


@given(st.text(max_size=60), st.sampled_from(["", "2026-03-10", "0001-01-01", "9999-12-31T23:59:00+09:00"]))
def test_no_text_breaks_the_reading_of_dates(written, near):
    read = dates.iso(written, near)
    assert not read or dates.iso(read)


def test_reading_dates_takes_no_longer_for_long_texts():
    began = time.process_time()
    dates.iso("1" * 200_000), dates.inside("2026. 3. 10. " * 20_000)
    assert time.process_time() - began < 5
