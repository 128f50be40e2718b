"""How the commands read a corpus: options for processes, cache and columns, a progress bar or a log, and Ctrl-C."""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from themegraph.cli.common import USAGE, fail, printable

if TYPE_CHECKING:
    from themegraph.corpus import Tally
    from themegraph.documents import Meter
    from themegraph.extraction.pipeline import Extractor
    from themegraph.model import Extraction, Problem

INTERRUPTED = 130  # as shells say it: 128 and the number of the signal
_LOG_SECONDS = 5.0


@dataclass(frozen=True)
class Run:
    """What the user asked for beyond the sources."""

    workers: int | None
    cache: Path | None
    no_cache: bool
    columns: Mapping[str, str] | None
    json_log: bool
    quiet: bool


def corpus_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options, and hands them to the command as one `run`; needs `quiet` beside them."""

    @functools.wraps(command)
    def collected(
        workers: int | None, cache: Path | None, no_cache: bool, columns: str | None, json_log: bool, quiet: bool,
        **others: Any,
    ) -> Any:  # fmt: skip
        given = None
        if columns is not None:
            from themegraph.documents.columns import parse_choice

            try:
                given = parse_choice(columns)
            except ValueError as error:
                fail(f"--columns {error}", USAGE)
        run = Run(workers, cache, no_cache, given, json_log, quiet or json_log)
        try:
            return command(run=run, **others)
        except KeyboardInterrupt:
            kept = "" if no_cache else "; what was read so far is in the cache"
            tell(f"stopped before the end: nothing was replaced{kept}", json_log)
            sys.exit(INTERRUPTED)

    wrapped: Callable[..., Any] = collected
    for option in (
        click.option(
            "--json-log", is_flag=True,
            help="Progress, problems and the summary as JSON lines on stderr, for programs.",
        ),
        click.option("--columns", metavar="FIELD=NAME,...", help="Which column of a table is what, such as text=body,date=when."),
        click.option("--no-cache", is_flag=True, help="Neither uses nor keeps earlier results."),
        click.option(
            "--cache", type=click.Path(dir_okay=False, path_type=Path),
            help="The file that keeps results for the next run (default: one in your cache folder).",
        ),
        click.option(
            "--workers", type=click.IntRange(1, 512), metavar="N",
            help="How many processes read (default: one a processor, where there is enough to read).",
        ),
    ):  # fmt: skip
        wrapped = option(wrapped)
    return wrapped


def tell(message: str, json_log: bool = False) -> None:
    """One line on stderr."""
    click.echo(_line("message", text=message) if json_log else f"themegraph: {printable(message)}", err=True)


def _line(event: str, **facts: object) -> str:
    return json.dumps({"event": event, **facts}, ensure_ascii=True)


@contextmanager
def reading(
    sources: tuple[str, ...], extractor: Extractor, tally: Tally, run: Run, mentions: bool
) -> Iterator[Iterator[Extraction]]:
    """The extractions of the sources, with all that the user sees meanwhile."""
    from themegraph.corpus import Settings, extract_all
    from themegraph.corpus.cache import Cache, open_default
    from themegraph.corpus.workers import processors
    from themegraph.documents import Meter

    with ExitStack() as stack:
        cache: Cache | None = None
        if not run.no_cache:
            fingerprint = extractor.vocabulary.fingerprint
            try:
                cache = Cache(run.cache, fingerprint) if run.cache else open_default(fingerprint)
            except OSError as error:
                fail(str(error), USAGE)
        if cache:
            stack.enter_context(cache)
        settings = Settings(run.workers or processors(), cache, run.columns, mentions)
        meter = Meter()
        shown = stack.enter_context(_log(tally, meter) if run.json_log else _bar(run.quiet, tally, meter))
        on_document, on_problem = shown
        found = extract_all(sources, extractor, tally, on_problem, on_document, settings, meter)
        stack.callback(found.close)  # type: ignore[attr-defined]  # a generator
        yield found


@contextmanager
def _bar(
    quiet: bool, tally: Tally, meter: Meter
) -> Iterator[tuple[Callable[[], None], Callable[[Problem], None]]]:
    """A bar on a terminal: how far the files are read, documents a second, and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    console = Console(stderr=True)
    shown = console.is_terminal and not quiet
    began = last = time.monotonic()
    with Progress(
        TextColumn("reading"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TextColumn("{task.fields[counts]}"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
        console=console, transient=True, disable=not shown,
    ) as bar:  # fmt: skip
        task = bar.add_task("reading", total=None, counts="")

        def document() -> None:
            nonlocal last
            now = time.monotonic()
            if shown and now - last > 0.1:
                last = now
                counts = f"{tally.documents:,} documents, {tally.documents / (now - began):,.0f}/s"
                bar.update(task, total=meter.total or None, completed=meter.done, counts=counts)

        def problem(found: Problem) -> None:
            bar.console.print(
                printable(f"themegraph: {found}"), markup=False, highlight=False, soft_wrap=True
            )

        yield document, problem


@contextmanager
def _log(tally: Tally, meter: Meter) -> Iterator[tuple[Callable[[], None], Callable[[Problem], None]]]:
    """JSON lines: `start`, `progress` every some seconds, `problem`, and `read` at the end."""
    began = last = time.monotonic()

    def counts() -> dict[str, object]:
        seconds = time.monotonic() - began
        return {
            "documents": tally.documents, "known": tally.known, "links": tally.links, "problems": len(tally.problems),
            "seconds": round(seconds, 3), "documents_per_second": round(tally.documents / max(seconds, 1e-9), 1),
            "bytes_read": meter.done, "bytes_total": meter.total or None,
        }  # fmt: skip

    def document() -> None:
        nonlocal last
        if time.monotonic() - last > _LOG_SECONDS:
            last = time.monotonic()
            click.echo(_line("progress", **counts()), err=True)

    def problem(found: Problem) -> None:
        click.echo(_line("problem", source=found.source, line=found.line, cause=found.cause), err=True)

    click.echo(_line("start"), err=True)
    yield document, problem
    click.echo(_line("read", **counts()), err=True)
