"""`themegraph extract`: articles in, links out, one a line."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from themegraph.cli.common import (
    DONE,
    UNREADABLE,
    USAGE,
    fail,
    make_extractor,
    output,
    printable,
    summary,
    vocabulary_options,
)
from themegraph.cli.reading import Run, corpus_options, reading


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--out",
    default="-",
    help="A JSONL file of links; - (the default) is stdout. With --engine spark: a folder on any Hadoop path.",
)
@click.option("--mentions", type=click.Path(dir_okay=False, path_type=Path), help="A JSONL file of mentions.")
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True, help="What reads."
)
@click.option(
    "--master",
    default=None,
    help="The Spark master: local[2], yarn, spark://host:7077 (default: Spark's own).",
)
@corpus_options
@vocabulary_options
def extract(
    sources: tuple[str, ...], out: str, engine: str, master: str | None, mentions: Path | None, companies: tuple[Path, ...], themes: tuple[Path, ...],
    cues: tuple[Path, ...], run: Run,
) -> None:  # fmt: skip
    """Writes the links of articles as JSON lines, each with its evidence.

    \b
    themegraph extract article.txt
    themegraph extract articles.jsonl --out links.jsonl --mentions mentions.jsonl
    """
    if engine == "spark":
        _on_spark(sources, out, master, run, mentions, (companies, themes, cues))
        return
    if master is not None:
        fail("--master goes with --engine spark", USAGE)
    if out != "-" and Path(out).is_dir():
        fail(f"--out {out}: is a folder", USAGE)
    extractor = make_extractor(companies, themes, cues)
    from themegraph.corpus import Tally

    tally = Tally()
    wanted = mentions is not None
    with (
        output(Path(out)) as links,
        output(mentions) as places,
        reading(sources, extractor, tally, run, wanted) as found,
    ):
        for extraction in found:
            for link in extraction.links:
                row: dict[str, Any] = {
                    "document": link.document, "company": link.company, "theme": link.theme,
                    "role": link.role, "stance": link.stance, "confidence": link.confidence,
                    "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in link.evidence],
                }  # fmt: skip
                links(json.dumps(row, ensure_ascii=False))
            for m in extraction.mentions:
                row = {
                    "document": m.document,
                    "kind": m.kind,
                    "id": m.id,
                    "start": m.start,
                    "end": m.end,
                    "surface": m.surface,
                }
                places(json.dumps(row, ensure_ascii=False))
    if not run.quiet:
        summary(
            tally,
            [(p, what) for p, what in ((Path(out), "links"), (mentions, "mentions")) if p and str(p) != "-"],
        )
    sys.exit(UNREADABLE if tally.problems else DONE)


def _on_spark(
    sources: tuple[str, ...], out: str, master: str | None, run: Run, mentions: Path | None,
    vocabulary: tuple[tuple[Path, ...], tuple[Path, ...], tuple[Path, ...]],
) -> None:  # fmt: skip
    """Runs the job and tells what it did."""
    if mentions is not None or out == "-" or "-" in sources:
        fail(
            "--engine spark reads files and writes a folder of links: give --out FOLDER, no --mentions, no -",
            USAGE,
        )
    try:
        from pyspark.sql import SparkSession

        from themegraph.corpus.spark import Files, extract
    except ImportError:
        fail("--engine spark needs pyspark: pip install 'themegraph[spark]'", USAGE)
    make_extractor(*vocabulary)  # a mistake in it is told before a cluster is asked for
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("themegraph")
    if master:
        builder = builder.master(master)
    try:
        spark = builder.getOrCreate()
    except Exception as error:  # Java is missing, or no cluster answers
        fail(f"Spark does not start (it needs Java 17 or newer): {str(error).splitlines()[0]}", UNREADABLE)
    try:
        counts = extract(spark, sources, out, Files.of(*vocabulary), run.columns)
    except ValueError as error:
        fail(str(error), UNREADABLE)
    finally:
        spark.stop()
    if not run.quiet:
        told = f"{counts.documents:,} documents, {counts.linked:,} with links, {counts.links:,} links, {counts.problems:,} problems"
        click.echo(
            f"{told}\n  {printable(out)}: links, edges, groups; themegraph build {printable(out)} --out exports",
            err=True,
        )
    sys.exit(UNREADABLE if counts.problems else DONE)
