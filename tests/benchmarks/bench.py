"""Measures everything that the project promises about speed, in one run: bench.py [--only speed start ...] [--write].

Every figure is the best of three runs where it takes seconds, and one run where it takes minutes; ratios stand
beside each other, for they carry to another machine and seconds do not. No limit makes this fail.
"""

from __future__ import annotations

import argparse
import gc
import io
import itertools
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COLLECT = (50_000, 20, 20)  # the collector of garbage, as the command line sets it
RUN = [sys.executable, "-c", "from themegraph.cli import main; main()"]


def texts() -> list[str]:
    """A mixed corpus: market articles of both languages, and as many of other things, 1 to 4 KB each, no two alike."""
    market = [json.loads(line)["text"] for p in sorted((ROOT / "tests/gold/train").glob("*.jsonl")) for line in p.read_text("utf-8").splitlines()]  # fmt: skip
    from themegraph import read

    market += [d.text for d in read([ROOT / "seeds" / "articles"])]
    general = [json.loads(line)["text"] for line in (HERE / "general.jsonl").read_text("utf-8").splitlines()]
    luck = random.Random(7)
    mixed = []
    for text in market:
        korean = sum("가" <= c <= "힣" for c in text) * 4 > len(text)
        same = [g for g in general if ("가" <= g[0] <= "힣") == korean]
        mixed.append("\n\n".join([text, *luck.sample(same, 2)]))  # a market article, with its digressions
        mixed.append("\n\n".join(luck.sample(same, 5)))  # something else
    luck.shuffle(mixed)
    return mixed


def best(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def size(several: Sequence[str]) -> float:
    """Megabytes in UTF-8."""
    return sum(len(t.encode()) for t in several) / 1e6


def speed() -> None:
    """Extraction on one core against what it is built on and what a user would take instead."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    from themegraph.extraction.pipeline import Extractor
    from themegraph.extraction.text import Reading
    from themegraph.model import Document

    corpus = texts()
    extractor = Extractor()
    documents = [Document(str(n), t) for n, t in enumerate(corpus)]
    folded = [Reading(t).folded for t in corpus]
    patterns = list(extractor.scanner.patterns)
    bare = AhoCorasick(patterns, matchkind=MatchKind.Standard)
    scan = size(corpus) / best(
        lambda: [len(bare.find_matches_as_indexes(f, overlapping=True)) for f in folded]
    )
    extractor.extract_all(documents[:50], mentions=False)
    gc.set_threshold(*COLLECT)
    ours = size(corpus) / best(lambda: extractor.extract_all(documents, mentions=False))
    links = sum(len(e.links) for e in extractor.extract_all(documents, mentions=False))
    print(
        f"\n## Extraction, one core\n\n{len(corpus)} documents, {size(corpus):.2f} MB, {links} links, {len(patterns):,} patterns\n"
    )
    print("| what | MB/s | themegraph is | aim |\n| --- | --- | --- | --- |")
    print(f"| themegraph, links | {ours:.3f} | | |")
    print(f"| bare ahocorasick_rs scan, same vocabulary | {scan:.2f} | 1/{scan / ours:.0f} | 1/10 |")
    english = [t for t in corpus if t[0].isascii()][:120]
    seconds = best(lambda: cooccurrence(english), 1)
    print(
        f"| spaCy English NER (tok2vec and transition parser of the size of en_core_web_sm, {NER}) + sentence co-occurrence | {size(english) / seconds:.3f} | {ours / (size(english) / seconds):.1f}x | 50x |"
    )
    try:
        from kiwipiepy import Kiwi
    except ImportError:
        print("| kiwipiepy | not installed | | |")
        return
    korean = [t for t in corpus if not t[0].isascii()]
    kiwi = Kiwi(num_workers=1)
    kiwi.tokenize("먼저 한 번")
    taken = size(korean) / best(lambda: [kiwi.tokenize(t) for t in korean], 1)
    own = [d for d in documents if not d.text[0].isascii()]
    of_korean = size(korean) / best(lambda: extractor.extract_all(own, mentions=False))
    print(
        f"| kiwipiepy morphological analysis, Korean half (themegraph there: {of_korean:.3f}) | {taken:.3f} | {of_korean / taken:.1f}x | 20x |"
    )


NER = "random weights, as its model is not on PyPI; the arithmetic is the same"


def cooccurrence(several: Sequence[str]) -> int:
    """Pairs of entities in one sentence, as a user would count them with spaCy."""
    import itertools

    import spacy
    from spacy.training import Example

    global _nlp
    if _nlp is None:
        try:
            _nlp = spacy.load("en_core_web_sm", exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
        except OSError:
            _nlp = spacy.blank("en")
            ner = _nlp.add_pipe("ner")
            for label in ("ORG", "PERSON", "GPE", "DATE", "MONEY", "PERCENT", "PRODUCT", "EVENT"):
                ner.add_label(label)
            sample = Example.from_dict(_nlp.make_doc("Oracle fell."), {"entities": [(0, 6, "ORG")]})
            _nlp.initialize(lambda: [sample])
        _nlp.add_pipe("sentencizer", first=True)
    pairs = 0
    for doc in _nlp.pipe(several):
        for sentence in doc.sents:
            pairs += sum(1 for _ in itertools.combinations({e.text for e in sentence.ents}, 2))
    return pairs


_nlp = None


def apart(part: str) -> None:
    """Runs a part in a process of its own: what it loads would count as memory of all that are started after it."""
    done = subprocess.run([sys.executable, __file__, "--only", part], capture_output=True, text=True)
    print(done.stdout.partition("\n## ")[1] + done.stdout.partition("\n## ")[2] or done.stderr)


def run(*arguments: object, **environment: str) -> tuple[float, int, str]:
    """Seconds, peak megabytes and stderr of a command in a process of its own."""
    with tempfile.TemporaryFile("w+") as stderr:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*RUN, *map(str, arguments)],
            stderr=stderr,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **environment},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        stderr.seek(0)
        text = stderr.read()
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(text)
        return seconds, usage.ru_maxrss // 1024, text


def write(path: Path, several: Sequence[str], count: int) -> Path:
    """A JSONL file of so many documents; those beyond the number of texts are copies that differ in a number."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            row = {
                "id": str(n),
                "text": f"{several[n % len(several)]}\n\nNo. {n}",
                "date": f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}",
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def start(folder: Path) -> None:
    """How long a user waits for little."""
    (folder / "one.txt").write_text(
        "Oracle delayed two sites because the grid cannot keep up with demand.", "utf-8"
    )
    build = ("build", folder / "one.txt", "--out", folder / "one", "--quiet", "--no-cache")
    fresh = str(folder / "fresh")
    first = run(*build, THEMEGRAPH_CACHE=fresh)[0]
    later = best(lambda: run(*build, THEMEGRAPH_CACHE=fresh))
    helped = best(lambda: run("--help"))
    print("\n## Start\n\n| what | s | aim |\n| --- | --- | --- |")
    print(f"| `themegraph --help` | {helped:.2f} | 0.3 |")
    print(f"| build of one article, new process | {later:.2f} | 2 |")
    print(f"| the same, first time ever: the vocabulary is compiled and kept | {first:.2f} | |")


def processes(folder: Path, counts: Sequence[int]) -> None:
    """Two processes against one, and memory against the number of documents."""
    corpus = texts()
    base = ("--out", folder / "links.jsonl", "--no-cache", "--quiet")
    print("\n## Processes and memory\n\n`extract` without a cache, start-up included\n")
    print("| documents | workers | s | documents/s | MB at most | |\n| --- | --- | --- | --- | --- | --- |")
    for count in counts:
        path = write(folder / "in.jsonl", corpus, count)
        seconds: dict[int, float] = {}
        for workers in (1, 2):
            seconds[workers], memory, _ = run("extract", path, *base, "--workers", workers)
            ratio = "" if workers == 1 else f"{seconds[1] / seconds[workers]:.2f} times one (aim 1.7)"
            print(
                f"| {count:,} | {workers} | {seconds[workers]:.1f} | {count / seconds[workers]:,.0f} | {memory} | {ratio} |",
                flush=True,
            )
    short = ["The weather was fine, and nobody minded the rain that followed it in the evening."]
    peaks = {
        n: run("extract", write(folder / "short.jsonl", short, n), *base, "--workers", 1)
        for n in (10_000, 100_000, 1_000_000)
    }
    print("\n| short documents | s | MB at most |\n| --- | --- | --- |")
    for n, (took, memory, _) in peaks.items():
        print(f"| {n:,} | {took:.1f} | {memory} |")


def cache(folder: Path, counts: Sequence[int]) -> None:
    """The second run over a corpus of which one in a hundred changed."""
    corpus = texts()
    print("\n## Cache\n\nAll processors, start-up included; `build` writes Turtle\n")
    print(
        "| documents | first, s | again, 1% changed | of the first | known |\n| --- | --- | --- | --- | --- |"
    )
    for count in counts:
        path = write(folder / "in.jsonl", corpus, count)
        kept = {"extract": folder / f"{count}.jsonl", "build": folder / f"{count}"}
        options = {
            name: (path, "--out", out, "--cache", folder / f"{name}-{count}.sqlite", "--json-log")
            for name, out in kept.items()
        }
        options["build"] += ("--format", "turtle")
        first = {name: run(name, *several)[0] for name, several in options.items()}
        lines = path.read_text("utf-8").splitlines()
        for n in range(0, count, 100):
            row = json.loads(lines[n])
            lines[n] = json.dumps({**row, "text": "Changed. " + row["text"]}, ensure_ascii=False)
        path.write_text("\n".join(lines) + "\n", "utf-8")
        for name, several in options.items():
            second, _, log = run(name, *several)
            known = [json.loads(line) for line in log.splitlines()][-1]["known"]
            print(
                f"| {count:,}, `{name}` | {first[name]:.1f} | {second:.1f} | {second / first[name]:.1%} | {known:,} |",
                flush=True,
            )


def links_of(count: int) -> Iterator[object]:
    """As many links as asked, spread over companies, themes, roles and days as a large corpus would."""
    from themegraph.extraction.pipeline import default_vocabulary
    from themegraph.model import Citation, Evidence, Link, Role, Stance

    vocabulary = default_vocabulary()
    companies, themes = sorted(vocabulary.companies), sorted(vocabulary.themes)
    luck = random.Random(3)
    roles, stances = list(Role), list(Stance)
    for n in range(count):
        citation = Citation(f"doc-{n // 3}", "A headline of usual length for an article", f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}", "en", f"Paper {n % 50}", f"https://news.example/{n // 3}")  # fmt: skip
        company = companies[min(int(luck.paretovariate(0.6)) - 1, len(companies) - 1)]
        quote = f"Company {n} said that the shortage of power would hold it back until the year after next."
        yield Link(
            citation,
            company,
            luck.choice(themes),
            luck.choice(roles),
            luck.choice(stances),
            round(0.5 + luck.random() / 2, 3),
            (Evidence(0, len(quote), quote),),
        )


def graph(counts: Sequence[int]) -> None:
    """Build and exports against the number of links: up to 100,000 in a process for each format, above in one for all."""
    from themegraph.export import DEFAULT, EXPORTERS

    names = ["build", *dict.fromkeys([*DEFAULT, *EXPORTERS])]
    found: dict[tuple[str, int], tuple[float, int, float] | str] = {}
    for count in counts:
        for several in [names] if count > 100_000 else [["build"], *(["build", n] for n in names[1:])]:
            done = subprocess.run(
                [sys.executable, __file__, "--count", str(count), "--formats", *several],
                capture_output=True, text=True, timeout=7200,
            )  # fmt: skip
            for line in done.stdout.splitlines():
                name, *figures = json.loads(line)
                found.setdefault((name, count), tuple(figures))
            if done.returncode:
                found.setdefault((several[-1], count), "failed: " + done.stderr.strip().splitlines()[-1][:80])
    print("\n## Graph and exports\n\nSeconds (MB at most; the file in MB). Up to 100,000 links a process for each format, above one for all: its MB grow\n")  # fmt: skip
    titles = [f"{c:,} links" for c in counts]
    print(
        f"| | {' | '.join(titles)} | times for each ten times the links |\n| --- |{' --- |' * (len(counts) + 1)}"
    )
    for name in names:
        cells, took = [], []
        for count in counts:
            figures = found.get((name, count), "not reached")
            if isinstance(figures, str):
                cells.append(figures)
                continue
            seconds, memory, megabytes = figures
            took.append(seconds)
            cells.append(f"{seconds:.1f} ({memory:,}{f'; {megabytes:.1f}' if megabytes else ''})")
        growth = ", ".join(f"{b / a:.1f}" for a, b in itertools.pairwise(took) if a)
        print(f"| {name} | {' | '.join(cells)} | {growth} |", flush=True)


def grown(count: int, names: Sequence[str]) -> None:
    """Builds a graph of so many links and writes formats; prints a line each: name, seconds, peak MB, the file's MB."""
    from themegraph.analyse import annotate
    from themegraph.export import EXPORTERS
    from themegraph.export import write as export
    from themegraph.graph import build

    def told(name: str, seconds: float, written: float) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps([name, seconds, peak, written]), flush=True)

    gc.set_threshold(*COLLECT)
    began = time.perf_counter()
    made = annotate(build(links_of(count)))  # type: ignore[arg-type]
    told("build", time.perf_counter() - began, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        for name in names[1:]:
            began = time.perf_counter()
            path = export(made, Path(folder) / EXPORTERS[name].file, name)
            seconds = time.perf_counter() - began
            told(name, seconds, path.stat().st_size / 1e6 if path.is_file() else 0.0)
            path.unlink()


def machine() -> str:
    """What this was measured on."""
    info = Path("/proc/cpuinfo")
    model = next((line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")), "") if info.exists() else platform.processor()  # fmt: skip
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors ({model}), {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


class _Both(io.TextIOBase):
    """Shows what is printed, and keeps it."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def write(self, text: str) -> int:
        self.kept.append(text)
        return sys.__stdout__.write(text) if sys.__stdout__ else 0

    def flush(self) -> None:
        if sys.__stdout__:
            sys.__stdout__.flush()


def main() -> None:
    """Runs the parts that were asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--only", nargs="+", choices=["speed", "start", "processes", "cache", "graph", "page"]
    )
    options.add_argument("--documents", type=int, default=4000)
    options.add_argument("--links", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options.add_argument("--write", action="store_true", help="also writes tests/benchmarks/RESULTS.md")
    options.add_argument("--count", type=int, help=argparse.SUPPRESS)
    options.add_argument("--formats", nargs="+", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.count:
        grown(asked.count, asked.formats)
        return
    both = _Both()
    with redirect_stdout(both), tempfile.TemporaryDirectory() as name:  # type: ignore[type-var]
        folder = Path(name)
        print(f"# Measured\n\n{machine()}")
        parts: dict[str, Callable[[], None]] = {
            "speed": lambda: speed() if asked.only else apart("speed"),
            "start": lambda: start(folder),
            "processes": lambda: processes(folder, (asked.documents, 4 * asked.documents)),
            "cache": lambda: cache(folder, (asked.documents, 10 * asked.documents)),
            "graph": lambda: graph(asked.links),
        }
        for part, work in parts.items():
            if not asked.only or part in asked.only:
                work()
        if not asked.only or "page" in asked.only:
            print("\n## The page in a browser\n\n```", flush=True)
            done = subprocess.run(
                [sys.executable, str(HERE / "html_page.py")], capture_output=True, text=True
            )
            print((done.stdout or done.stderr.strip().splitlines()[-1]) + "```")
    if asked.write:
        (HERE / "RESULTS.md").write_text("".join(both.kept), "utf-8")


if __name__ == "__main__":
    main()
