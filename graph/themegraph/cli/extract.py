"""`themegraph extract`: articles in, links out, one a line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from themegraph.cli.common import (
    DONE,
    UNREADABLE,
    make_extractor,
    output,
    summary,
    vocabulary_options,
)
from themegraph.cli.reading import Run, corpus_options, reading


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--out",
    default="-",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A JSONL file of links; - (the default) is stdout.",
)
@click.option("--mentions", type=click.Path(dir_okay=False, path_type=Path), help="A JSONL file of mentions.")
@corpus_options
@vocabulary_options
def extract(
    sources: tuple[str, ...], out: Path, mentions: Path | None, companies: tuple[Path, ...], themes: tuple[Path, ...],
    cues: tuple[Path, ...], run: Run,
) -> None:  # fmt: skip
    """Writes the links of articles as JSON lines, each with its evidence.

    \b
    themegraph extract article.txt
    themegraph extract articles.jsonl --out links.jsonl --mentions mentions.jsonl
    """
    extractor = make_extractor(companies, themes, cues)
    from themegraph.corpus import Tally

    tally = Tally()
    wanted = mentions is not None
    with (
        output(out) as links,
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
            tally, [(p, what) for p, what in ((out, "links"), (mentions, "mentions")) if p and str(p) != "-"]
        )
    sys.exit(UNREADABLE if tally.problems else DONE)
