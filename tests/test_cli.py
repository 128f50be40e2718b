from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from themegraph.cli import COMMANDS
from themegraph.export import EXPORTERS

SHARED_LISTING = Path(__file__).resolve().parents[2] / "shared" / "eval" / "dev" / "seed-ko" / "listing.txt"
ARTICLE = "HD현대일렉트릭은 북미 초고압 변압기 수요 급증에 힘입어 사상 최대 수주를 기록했다.\n"


def run(*arguments, stdin=None, cwd=None):
    command = [sys.executable, "-m", "themegraph", *map(str, arguments)]
    done = subprocess.run(
        command, input=stdin, capture_output=True, text=True, cwd=cwd, encoding="utf-8", check=False
    )
    assert "Traceback" not in done.stderr
    return done


def test_build_writes_every_export_and_says_where_to_look(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    done = run("build", tmp_path / "a.txt", "--out", tmp_path / "out")
    assert done.returncode == 0 and done.stdout == ""
    assert "1 document, 1 company" in done.stderr
    for name in ("graph.html", "graph.ttl", "graph.gexf"):
        assert name in done.stderr and (tmp_path / "out" / name).stat().st_size > 0


def test_build_writes_only_the_formats_that_are_asked_for(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    done = run("build", tmp_path / "a.txt", "--out", tmp_path / "out", "--format", "gexf")
    assert done.returncode == 0 and [p.name for p in (tmp_path / "out").iterdir()] == ["graph.gexf"]
    wrong = run("build", tmp_path / "a.txt", "--out", tmp_path / "none", "--format", "docx")
    assert wrong.returncode == 2 and "there is no format docx (html, turtle," in wrong.stderr


def test_build_writes_every_format_when_asked_for_all(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    done = run("build", tmp_path / "a.txt", "--out", tmp_path / "out", "--format", "all")
    assert done.returncode == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == {e.file for e in EXPORTERS.values()}


def test_extract_prints_links_as_json_lines_on_stdout(tmp_path):
    done = run("extract", "-", "--mentions", tmp_path / "m.jsonl", stdin=ARTICLE)
    (row, *_) = [json.loads(line) for line in done.stdout.splitlines()]
    assert row.keys() == {"document", "company", "theme", "role", "stance", "confidence", "evidence"}
    assert all(ARTICLE[e["start"] : e["end"]] == e["quote"] for e in row["evidence"])
    mentions = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text("utf-8").splitlines()]
    assert {"document", "kind", "id", "start", "end", "surface"} == mentions[0].keys()


def test_the_seed_listing_links_its_companies_with_sentence_and_date(tmp_path):
    if not SHARED_LISTING.exists():
        pytest.skip("../shared is not there")
    run("build", SHARED_LISTING, "--out", tmp_path)
    import pyoxigraph as ox

    store = ox.Store()
    store.load(path=str(tmp_path / "graph.ttl"))
    query = """PREFIX tg: <https://themegraph.example/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX dct: <http://purl.org/dc/terms/>
        SELECT ?c ?t ?d ?q { ?l a tg:Link ; tg:company ?c ; tg:theme ?t . ?e tg:supports ?l ; dct:date ?d ;
        oa:hasTarget/oa:hasSelector/oa:exact ?q }"""
    rows = [
        (r["c"].value.rsplit("/", 1)[1], r["t"].value.rsplit("/", 1)[1], r["d"].value, r["q"].value)
        for r in store.query(query)
    ]
    assert {"meta", "caterpillar", "blackrock", "oracle"} <= {c for c, *_ in rows}
    assert {"power-bottleneck", "show-me-story"} <= {t for _, t, *_ in rows}
    assert all(date[:4] in ("2025", "2026") and len(quote) > 10 for _, _, date, quote in rows)


@pytest.mark.parametrize("command", ["--help", *(f"{c} --help" for c in COMMANDS)])
def test_help_teaches_by_example(command):
    done = run(*command.split())
    assert done.returncode == 0 and "themegraph " in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["build"], ["build", "x.txt"], ["nonsense"], ["extract", "x", "--nonsense"], ["build", "x", "--out", "o", "--themes", "none.ttl"],
     ["build", "x", "--out", "o", "--base", "not an iri"]],
)  # fmt: skip
def test_wrong_usage_is_exit_code_2(arguments, tmp_path):
    assert run(*arguments, cwd=tmp_path).returncode == 2


def test_good_documents_beside_bad_ones_are_read_and_the_bad_ones_counted(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "in" / "bad.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "in" / "lines.jsonl").write_text('{"id": "a", "text": "Oracle fell."}\n{"id":\n', "utf-8")
    done = run("build", tmp_path / "in", "nowhere.txt", "--out", tmp_path / "out")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert any("bad.txt:1: is not UTF-8" in line for line in lines)
    assert any("lines.jsonl:2: is no JSON" in line for line in lines)
    assert any("nowhere.txt: there is no such file" in line for line in lines)
    assert any("skipped: 3 problems" in line for line in lines)
    assert (tmp_path / "out" / "graph.ttl").exists()


def test_when_nothing_could_be_read_nothing_is_written(tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("build", tmp_path / "empty", "--out", tmp_path / "out")
    assert done.returncode == 1 and not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["build", "extract"])
def test_an_output_that_cannot_be_written_is_one_clear_line(command, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "file").write_text("", "utf-8")
    done = run(command, tmp_path / "a.txt", "--out", tmp_path / "file" / "below")
    assert done.returncode == 1
    assert len([line for line in done.stderr.splitlines() if "cannot be written" in line]) == 1


def test_a_broken_vocabulary_file_is_named_with_its_line(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "c.csv").write_text("id,name_en\nBad Id,Bad\n", "utf-8")
    done = run("build", tmp_path / "a.txt", "--out", tmp_path / "out", "--companies", tmp_path / "c.csv")
    assert done.returncode == 1 and "c.csv:2:" in done.stderr


def test_a_users_own_company_is_found(tmp_path):
    (tmp_path / "a.txt").write_text("Acme Widgets was hit by a power shortage at its data centre.\n", "utf-8")
    (tmp_path / "c.csv").write_text("id,name_en\nacme-widgets,Acme Widgets\n", "utf-8")
    done = run("extract", tmp_path / "a.txt", "--companies", tmp_path / "c.csv")
    assert "acme-widgets" in done.stdout


def test_file_names_cannot_steer_the_terminal(tmp_path):
    name = "bad\x1b[31m.txt"
    try:
        (tmp_path / name).write_bytes(b"\xff")
    except OSError:
        pytest.skip("this file system does not take such names")
    assert "\x1b" not in run("extract", tmp_path / name).stderr


def test_help_does_not_load_the_heavy_libraries():
    code = "import sys; sys.argv = ['themegraph', '--help']\ntry:\n    from themegraph.cli import main; main()\nexcept SystemExit: pass\nprint([m for m in ('spacy', 'numpy', 'networkx', 'rdflib', 'pyoxigraph') if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_no_command_needs_the_network(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    code = (
        "import socket\ndef refuse(*a, **k): raise SystemExit('network!')\nsocket.socket.connect = refuse\nsocket.create_connection = refuse\n"
        "socket.getaddrinfo = refuse\nfrom themegraph.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "build", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")],
        capture_output=True, text=True, env={**os.environ, "http_proxy": "http://127.0.0.1:9"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_theme_and_a_company_of_ones_own_are_linked_as_well_as_the_projects(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Zurbaran Foods sells oat milk. Zurbaran Foods profits from the oat milk craze.\n", "utf-8"
    )
    (tmp_path / "mine.csv").write_text("id,name_en\nzurbaran-foods,Zurbaran Foods\n", "utf-8")
    (tmp_path / "mine.ttl").write_text(
        "@base <https://themegraph.example/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix tg: <https://themegraph.example/ontology#> .\n"
        '<theme/oat-milk> a skos:Concept ; skos:inScheme <themes> ; skos:topConceptOf <themes> ;\n'
        '  skos:prefLabel "Oat milk craze"@en ; tg:defaultRole tg:benefitsFrom ; tg:polarity tg:Positive .\n',
        "utf-8",
    )  # fmt: skip
    (tmp_path / "cues").mkdir()
    (tmp_path / "cues" / "oat-milk.txt").write_text("[en]\noat milk craze\n", "utf-8")
    done = run(
        "extract", tmp_path / "a.txt", "--companies", tmp_path / "mine.csv", "--themes", tmp_path / "mine.ttl", "--cues", tmp_path / "cues"
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["company"], row["theme"]) for row in rows] == [("zurbaran-foods", "oat-milk")]
