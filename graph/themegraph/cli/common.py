"""What the commands share: options, messages, progress, and files that are moved into place when whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from themegraph.analyse import Graph
    from themegraph.corpus import Tally
    from themegraph.extraction.pipeline import Extractor
    from themegraph.model import Problem

DONE, UNREADABLE, USAGE = 0, 1, 2


def vocabulary_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads articles."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    for option in (
        click.option("--quiet", "-q", is_flag=True, help="No progress bar and no summary; problems are still told."),
        click.option(
            "--cues", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="A folder of your own cue files, one a theme (ontology/cues/README.md).",
        ),
        click.option("--themes", multiple=True, type=file, help="Your own themes, a SKOS scheme in Turtle."),
        click.option("--companies", multiple=True, type=file, help="Your own companies, a CSV like seeds/companies.csv."),
    ):  # fmt: skip
        command = option(command)
    return command


def users_language() -> str:
    """`ko` where the system speaks Korean, otherwise `en`."""
    spoken = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return "ko" if spoken.lower().startswith("ko") else "en"


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The language in which a command speaks of the graph."""
    return click.option(
        "--language",
        type=click.Choice(["en", "ko"]),
        default=users_language,
        help="The language of names and words (default: the system's).",
    )(command)


def graph_of(path: Path, code: int) -> Graph[str]:
    """The graph of a folder of exports or of one file, with its analysis; ends the program where there is none."""
    from themegraph.analyse import annotate
    from themegraph.load import LoadError, load

    try:
        return annotate(load(path))
    except LoadError as error:
        fail(str(error), code)


def fail(message: str, code: int) -> NoReturn:
    """Ends the program with one line on stderr."""
    click.echo(f"themegraph: {printable(message)}", err=True)
    sys.exit(code)


def printable(message: str) -> str:
    """A message without control characters, which could steer the terminal."""
    return "".join(c if c.isprintable() or c == "\t" else f"\\x{ord(c):02x}" for c in message)


def checked_base(base: str) -> str:
    """A base IRI that ends in a slash or hash; wrong usage where it is none."""
    import pyoxigraph as ox

    try:
        ox.NamedNode(base)
    except ValueError:
        fail(f"--base {base}: is no IRI", USAGE)
    return base if base.endswith(("/", "#")) else base + "/"


def make_extractor(
    companies: tuple[Path, ...], themes: tuple[Path, ...], cues: tuple[Path, ...]
) -> Extractor:
    """The extractor for a user\'s own vocabulary on top of the project\'s."""
    from themegraph import vocabulary
    from themegraph.extraction.pipeline import Extractor

    try:
        return Extractor(vocabulary.load(companies, themes, cues))
    except vocabulary.VocabularyError as error:
        fail(str(error), UNREADABLE)


@contextmanager
def progress(quiet: bool) -> Iterator[tuple[Callable[[], None], Callable[[Problem], None]]]:
    """A function to call for each document, and one for each problem; the bar shows on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("documents"), TimeElapsedColumn(),
        console=console, transient=True, disable=quiet or not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task("reading", total=None)

        def problem(found: Problem) -> None:
            bar.console.print(
                printable(f"themegraph: {found}"), markup=False, highlight=False, soft_wrap=True
            )

        yield lambda: bar.advance(task), problem


def noted(problems: list[Problem], tell: Callable[[Problem], None]) -> Callable[[Problem], None]:
    """A function that tells a problem and keeps it."""

    def note(problem: Problem) -> None:
        problems.append(problem)
        tell(problem)

    return note


@contextmanager
def output(path: Path | None) -> Iterator[Callable[[str], None]]:
    """A function that takes lines: for a file (moved into place at the end), for stdout, or for nothing."""
    if path is None:
        yield lambda line: None
        return
    if str(path) == "-":
        yield click.echo
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = temporary.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        fail(f"{path}: cannot be written: {error.strerror or error}", UNREADABLE)
    try:
        with file:
            yield lambda line: print(line, file=file)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def summary(tally: Tally, written: list[tuple[Path, str]]) -> None:
    """What was read, what was skipped, and where to look."""

    def several(count: int, one: str, many: str) -> str:
        return f"{count:,} {one if count == 1 else many}"

    counts = [
        several(tally.documents, "document", "documents"),
        several(len(tally.companies), "company", "companies"),
        several(len(tally.themes), "theme", "themes"),
        several(tally.links, "link", "links"),
    ]
    click.echo(", ".join(counts) + f" ({tally.documents - tally.linked:,} documents hold no link)", err=True)
    if tally.problems:
        click.echo(f"skipped: {several(len(tally.problems), 'problem', 'problems')}, named above", err=True)
    for path, purpose in written:
        click.echo(f"  {printable(str(path))}: {purpose}", err=True)
