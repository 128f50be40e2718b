"""Times light queries on a served graph of a million triples, alone and beside 20 heavy ones: `python tests/benchmarks/serve.py`."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rdf_exports import made

from sample import VOCABULARY
from themegraph.export import write
from themegraph.graph import build

LIGHT = "SELECT ?o { <https://themegraph.example/company/company-7> ?p ?o } LIMIT 20"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def ask(address: str, query: str) -> int:
    try:
        url = f"{address}/sparql?" + urllib.parse.urlencode({"query": query})
        with urllib.request.urlopen(url, timeout=100) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def times(address: str, count: int = 20) -> str:
    took = []
    for _ in range(count):
        start = time.perf_counter()
        assert ask(address, LIGHT) == 200
        took.append((time.perf_counter() - start) * 1000)
    return f"median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms"


def main(documents: int = 14_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(build(made(documents), VOCABULARY, groups={}), Path(folder) / "graph.ttl")
        start = time.perf_counter()
        code = "from themegraph.cli import main; main()"
        server = subprocess.Popen(
            [sys.executable, "-c", code, "serve", folder, "--port", "0"], stderr=subprocess.PIPE, text=True
        )
        address = re.match(r"(http://127\.0\.0\.1:\d+)/", server.stderr.readline()).group(1)
        print(f"start            {time.perf_counter() - start:.1f} s")
        try:
            print("light, alone    ", times(address))
            heavy = [threading.Thread(target=ask, args=(address, HEAVY)) for _ in range(20)]
            for thread in heavy:
                thread.start()
            time.sleep(2)
            print("light, beside 20", times(address))
            for thread in heavy:
                thread.join()
        finally:
            server.terminate()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
