"""The Spark engine gives the links of the local engine, also when an executor is lost on the way."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'themegraph[spark]'")
if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
    pytest.skip("Spark needs Java 17 or newer, and there is no java here", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[1]


def corpus():
    """Texts of both languages, reprints among them, one without an id, one broken line."""
    rows = [
        json.loads(line)
        for p in sorted((ROOT / "tests/gold/train").glob("*.jsonl"))
        for line in p.read_text("utf-8").splitlines()
    ]
    rows = [
        {"id": f"{n}-{row['id']}", "text": row["text"], "date": f"2026-{n % 12 + 1:02}-10"}
        for n, row in enumerate(rows[:60])
    ]
    copies = [{**row, "id": "copy-" + row["id"], "text": row["text"] + " (Reprint)"} for row in rows[:20]]
    return [*rows, *copies]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("in") / "in.jsonl"
    path.write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in corpus()) + "\n{broken\n", "utf-8"
    )
    return path


@pytest.fixture(scope="module")
def expected(source, tmp_path_factory):
    return built(source, tmp_path_factory.mktemp("local"))


# A job of seconds on one machine: no optimising compiler, no page to watch it on, few partitions. Half the time.
QUICK = (
    "--conf spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 "
    "--conf spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 "
    "--conf spark.sql.shuffle.partitions=4 --conf spark.ui.enabled=false pyspark-shell"
)


def run(code, *arguments, **options):
    environment = {
        **os.environ,
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": QUICK,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        **options,
    )


COMMAND = "from themegraph.cli import main; main()"


def built(source, out):
    process = run(COMMAND, "build", source, "--out", out, "--format", "turtle", "--no-cache")
    told = process.communicate()[1]
    assert process.returncode in (0, 1), told
    return re.sub(
        r"(?m)^.*(?:generatedAt|startedAt|endedAt).*$", "", (out / "graph.ttl").read_text("utf-8")
    ), told


def test_on_two_threads_the_graph_is_that_of_the_local_engine(source, expected, tmp_path):
    process = run(
        COMMAND, "extract", source, "--engine", "spark", "--master", "local[2]", "--out", tmp_path / "out"
    )
    told = process.communicate(timeout=300)[1]
    assert process.returncode == 1, told[-2000:]  # one line was broken
    assert "80 documents" in told and "1 problems" in told
    assert any((tmp_path / "out" / "links").glob("month=2026-0*"))
    turtle, messages = built(tmp_path / "out", tmp_path / "graph")
    assert turtle == expected[0]
    assert "is no JSON" in messages

    import pyarrow.dataset as ds

    edges = ds.dataset(tmp_path / "out" / "edges", format="parquet").to_table().to_pylist()
    assert sum(e["weight"] for e in edges) > sum(e["independent_sources"] for e in edges)
    assert all(1 <= e["independent_sources"] <= e["weight"] for e in edges)
    assert len(edges) == len({(e["company"], e["theme"], e["role"]) for e in edges})


KILLED = """
import sys
from pyspark.sql import SparkSession
from themegraph.corpus.spark import extract
spark = (SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.executorEnv.PYTHONPATH", sys.argv[3])
         .getOrCreate())
print("started", file=sys.stderr, flush=True)
print("counts", extract(spark, [sys.argv[1]], sys.argv[2]), file=sys.stderr, flush=True)
"""


def busy_executors(pid):
    """The executors below a process that have a Python worker at work."""
    listed = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    above = {int(row[0]): int(row[1]) for row in rows}

    def below(child):
        while child in above and child != pid:
            child = above[child]
        return child == pid

    java = {
        int(row[0])
        for row in rows
        if "CoarseGrainedExecutorBackend" in row[2]
        and row[2].split()[0].endswith("java")
        and below(int(row[0]))
    }
    return sorted(
        above[int(row[0])] for row in rows if "pyspark.daemon" in row[2] and above[int(row[0])] in java
    )


def test_a_cluster_that_loses_an_executor_gives_the_same_graph(source, expected, tmp_path):
    process = run(KILLED, source, tmp_path / "out", os.pathsep.join(sys.path), start_new_session=True)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(process.stderr))
    reader.start()
    killed = None
    until = time.monotonic() + 240
    while process.poll() is None and time.monotonic() < until and killed is None:
        time.sleep(0.2)
        for busy in busy_executors(process.pid)[:1]:
            killed = busy
            os.kill(killed, signal.SIGKILL)
    process.wait(timeout=300)
    reader.join()
    told = "".join(lines)
    if process.returncode and "local-cluster" in told and "SPARK_HOME" in told:
        pytest.skip("this installation of Spark cannot start a local cluster")
    assert process.returncode == 0, told[-3000:]
    assert killed is not None
    assert re.search(r"[Ll]ost executor", told), told[-2000:]
    assert built(tmp_path / "out", tmp_path / "graph")[0] == expected[0]


def test_a_table_gives_the_links_of_the_local_engine(tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = corpus()[:12]
    columns = {
        "id": [r["id"] for r in rows],
        "headline": [f"제목 {n}" for n in range(12)],
        "body": [r["text"] for r in rows],
    }
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")
    expected, _ = built(tmp_path / "in.parquet", tmp_path / "local")
    process = run(
        COMMAND,
        "extract",
        tmp_path / "in.parquet",
        "--engine",
        "spark",
        "--master",
        "local[1]",
        "--out",
        tmp_path / "out",
    )
    assert process.wait(timeout=300) == 0, process.stderr.read()[-2000:]
    assert built(tmp_path / "out", tmp_path / "graph")[0] == expected


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (["--out", "-"], "give --out FOLDER"),
        (["--out", "x", "--mentions", "m.jsonl"], "no --mentions"),
    ],
)
def test_what_spark_cannot_do_is_wrong_usage(tmp_path, arguments, cause):
    process = run(COMMAND, "extract", "in.jsonl", "--engine", "spark", *arguments, cwd=tmp_path)
    told = process.communicate()[1]
    assert process.returncode == 2 and cause in told and "Traceback" not in told


def test_a_folder_that_is_half_written_is_one_clear_line(tmp_path):
    (tmp_path / "themegraph.json").write_text('{"documents": 1}')
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "part.parquet").write_bytes(b"PAR1 half")
    process = run(COMMAND, "build", tmp_path, "--out", tmp_path / "graph")
    told = process.communicate()[1]
    assert (
        process.returncode == 1
        and "is no whole output of the Spark engine" in told
        and "Traceback" not in told
    )
