"""Many documents at once: the same links however many processes read, and nothing lost when one dies or is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from themegraph import corpus
from themegraph.corpus import Settings, Tally, extract_all
from themegraph.corpus.workers import Died, Pool


def write_corpus(path, documents, times):
    """A JSONL file with each text this many times, each time with a number before it."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(times):
            for d in documents:
                print(
                    json.dumps({"id": f"{d.id}-{n}", "text": f"{n}.\n\n{d.text}", "date": d.published}),
                    file=file,
                )
    return path


def run(extractor, source, **settings):
    problems, tally = [], Tally()
    found = list(extract_all([source], extractor, tally, problems.append, settings=Settings(**settings)))
    return found, problems, tally


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(corpus, "_WORTH_WORKERS", 0)
    monkeypatch.setattr(corpus, "_BATCH_DOCUMENTS", 4)


def test_workers_change_nothing_but_the_time(tmp_path, extractor, seed_documents, at_once):
    source = write_corpus(tmp_path / "in.jsonl", seed_documents, 2)
    alone, _, one = run(extractor, source)
    together, _, three = run(extractor, source, workers=3)
    assert alone == together
    assert one == three and one.documents == 2 * len(seed_documents)


def test_without_mentions_the_links_are_the_same(tmp_path, extractor, seed_documents):
    source = write_corpus(tmp_path / "in.jsonl", seed_documents[:6], 1)
    whole, _, _ = run(extractor, source)
    bare, _, _ = run(extractor, source, mentions=False)
    assert [e.links for e in whole] == [e.links for e in bare] and any(e.mentions for e in whole)
    assert not any(e.mentions for e in bare)


def test_a_document_that_kills_its_worker_is_named_and_the_others_are_all_there(
    tmp_path, extractor, seed_documents, at_once, monkeypatch
):
    source = write_corpus(tmp_path / "in.jsonl", seed_documents, 1)
    bad = seed_documents[5].id + "-0"
    true = corpus.records_of

    def deadly(extractor, texts, mentions):
        if any(text.startswith("0.\n\n" + seed_documents[5].text[:40]) for text in texts):
            os._exit(9)
        return true(extractor, texts, mentions)

    expected, _, _ = run(extractor, source)
    monkeypatch.setattr(corpus, "records_of", deadly)
    found, (problem,), tally = run(extractor, source, workers=2)
    assert bad in problem.cause and "twice" in problem.cause
    assert found == [e for e in expected if e.citation.document != bad]
    assert tally.problems == [problem]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_of_the_program_costs_one_document_and_is_told(
    tmp_path, extractor, seed_documents, at_once, monkeypatch, workers
):
    source = write_corpus(tmp_path / "in.jsonl", seed_documents[:4], 1)
    true = corpus.records_of

    def faulty(extractor, texts, mentions):
        if any(seed_documents[2].text in text for text in texts):
            raise IndexError("list index\nout of range")
        return true(extractor, texts, mentions)

    expected, _, _ = run(extractor, source)
    monkeypatch.setattr(corpus, "records_of", faulty)
    found, (problem,), _ = run(extractor, source, workers=workers)
    assert found == [e for e in expected if e.citation.document != seed_documents[2].id + "-0"]
    assert "IndexError" in problem.cause and "list index out of range" in problem.cause


def _fall_once(pieces):
    return [_square(*piece) for piece in pieces]


def _square(number, marks):
    mark = marks / str(number)
    if number % 5 == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def test_a_worker_that_dies_is_replaced_and_its_pieces_are_tried_once_more(tmp_path):
    with Pool(_fall_once, 2) as pool:
        tickets = [pool.submit([(n, tmp_path) for n in range(start, start + 4)]) for start in range(0, 40, 4)]
        results = [result for ticket in tickets for result in pool.results(ticket)]
    assert isinstance(results.pop(13), Died)
    assert results == [n * n for n in range(40) if n != 13]


def _large(texts):
    return [text * 2 for text in texts]


def test_large_pieces_and_results_do_not_block_each_other():
    pieces = [[letter * 300_000] * 4 for letter in "abcdefgh"]
    with Pool(_large, 2) as pool:
        tickets = [pool.submit(p) for p in pieces]
        assert [pool.results(t) for t in tickets] == [[x * 2 for x in p] for p in pieces]


def start(*arguments, env=None):
    command = [sys.executable, "-c", "from themegraph.cli import main; main()", *map(str, arguments)]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})}, start_new_session=True
    )


def events(stderr):
    return [json.loads(line) for line in stderr.splitlines() if line.startswith("{")]


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with Path(f"/proc/{pid}/stat").open() as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"


def children(pid):
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(p) for p in listed.stdout.split()]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_build_leaves_the_last_exports_and_a_cache_to_go_on_with(tmp_path, seed_documents, how):
    small = write_corpus(tmp_path / "small.jsonl", seed_documents[:3], 1)
    large = write_corpus(tmp_path / "large.jsonl", seed_documents, 60)
    cache = tmp_path / "cache.sqlite"
    options = [
        "--out",
        tmp_path / "out",
        "--format",
        "turtle",
        "--cache",
        cache,
        "--json-log",
        "--workers",
        2,
    ]
    assert start("build", small, *options).wait() == 0
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    process = start("build", large, *options)
    size, until = cache.stat().st_size, time.monotonic() + 60
    while cache.stat().st_size < size + 100_000 and time.monotonic() < until:
        time.sleep(0.1)
    workers = children(process.pid)
    os.killpg(process.pid, how) if how == signal.SIGINT else process.kill()
    stderr = process.communicate(timeout=60)[1]
    assert process.returncode == (130 if how == signal.SIGINT else -how)
    if how == signal.SIGINT:
        assert "stopped before the end" in events(stderr)[-1]["text"] and "Traceback" not in stderr
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before
    time.sleep(3)
    assert not any(alive(pid) for pid in workers)

    head = tmp_path / "head.jsonl"
    head.write_text("".join(large.read_text("utf-8").splitlines(keepends=True)[:20]), "utf-8")
    again = start("build", head, *options)
    done = events(again.communicate()[1])[-1]
    assert again.returncode == 0 and done["event"] == "read"
    assert done["known"] == done["documents"] == 20


def test_the_log_for_programs_is_json_line_by_line(tmp_path):
    (tmp_path / "a.txt").write_text("Oracle fell because the grid cannot keep up.", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00bad")
    process = start("extract", tmp_path, "--out", tmp_path / "links.jsonl", "--json-log", "--no-cache")
    stderr = process.communicate()[1]
    assert process.returncode == 1
    told = [json.loads(line) for line in stderr.splitlines()]
    assert [e["event"] for e in told] == ["start", "problem", "read"]
    assert told[1]["source"].endswith("b.txt") and told[2]["documents"] == 1
    assert told[2]["bytes_read"] == told[2]["bytes_total"] > 0


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path):
    """Reads 2,000 and 20,000 short documents in processes of their own, and compares the most memory they took."""

    def peak(count):
        path = tmp_path / f"{count}.jsonl"
        with path.open("w") as file:
            for n in range(count):
                file.write(
                    json.dumps({"id": f"id-{n}", "text": f"Number {n} says the weather was fine. " * 8})
                    + "\n"
                )
        code = (
            "import sys; from themegraph.cli import main\n"
            "try: main(['extract', sys.argv[1], '--out', sys.argv[2], '--quiet', '--no-cache', '--workers', '1'])\n"
            "except SystemExit: pass\n"
            "print(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, path, tmp_path / "out"], capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    assert peak(20_000) - peak(2_000) < 10_000
