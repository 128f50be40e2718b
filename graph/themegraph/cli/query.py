"""`themegraph query`: SPARQL over exported files."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import click

from themegraph.cli.common import DONE, UNREADABLE, USAGE, fail, output, printable


@cache
def _question(name: str) -> tuple[str, str]:
    """Text and place of a query: a recipe of the cookbook, a file, or standard input."""
    from themegraph.query import cookbook

    if name == "-":
        return sys.stdin.read(), "-"
    if name in cookbook():
        return cookbook()[name].text, name
    path = Path(name)
    try:
        return path.read_text("utf-8"), name
    except UnicodeDecodeError:
        fail(f"{name}: is not UTF-8", UNREADABLE)
    except OSError as error:
        if path.suffix or "/" in name:
            fail(f"{name}: {error.strerror or error}", UNREADABLE)
        fail(f"{name}: is no recipe of the cookbook (`themegraph query --list`) and no file", USAGE)


class _Query(click.Command):
    """A command that takes one more option for each variable of the query it is asked."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The options that every query has, and those of this one."""
        return [*super().get_params(ctx), *ctx.meta.get("themegraph.variables", ())]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Finds the query among the arguments, so that its variables are known when they are read."""
        from themegraph.query import cookbook, names

        asked = self._asked(args)
        if asked:
            taken = {name for p in self.params for name in p.opts}
            variables = [name for name in names(_question(asked)[0]) if f"--{name}" not in taken]
            recipe = cookbook().get(asked)
            shown = recipe.parameters if recipe else variables
            ctx.meta["themegraph.variables"] = [
                click.Option(
                    [f"--{name}", f"variable_{number}"],
                    metavar="VALUE",
                    hidden=name not in shown,
                    help=f"Binds ?{name}.",
                )
                for number, name in enumerate(variables)
            ]
            ctx.meta["themegraph.names"] = variables
            if recipe:
                ctx.meta["themegraph.recipe"] = recipe
        return super().parse_args(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The recipe's own title and comment, where one was named."""
        recipe = ctx.meta.get("themegraph.recipe")
        if recipe is None:
            return super().format_help_text(ctx, formatter)
        for language in ("en", "ko"):
            formatter.write_paragraph()
            formatter.write_text(f"{recipe.titles[language]}. {recipe.comments[language]}")

    def _asked(self, args: list[str]) -> str:
        """The first argument that is no option and no value of one."""
        flags = {name for p in self.params if isinstance(p, click.Option) and p.is_flag for name in p.opts}
        waiting = iter(args)
        for arg in waiting:
            if arg == "-" or not arg.startswith("-"):
                return arg
            if arg not in flags | {"-h", "--help"} and "=" not in arg:
                next(waiting, None)
        return ""


def _list(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from themegraph.query import cookbook

        for recipe in cookbook().values():
            options = "".join(f" --{name}" for name in recipe.parameters)
            click.echo(
                f"{recipe.name:26}{recipe.titles['en']} / {recipe.titles['ko']}\n{'':26}{options.strip()}"
            )
        ctx.exit()


@click.command(cls=_Query)
@click.argument("question", metavar="QUERY")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "-f",
    default=None,
    type=click.Choice(["table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld"]),
    help="How to write the answer (default: table; turtle where the query makes a graph).",
)
@click.option("--out", "-o", default="-", type=click.Path(dir_okay=False, path_type=Path), help="A file; - (the default) is stdout.")  # fmt: skip
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="Lists the cookbook."
)
@click.pass_context
def query(
    ctx: click.Context,
    /,
    question: str,
    files: tuple[Path, ...],
    format: str | None,
    out: Path,
    **given: str | None,
) -> None:
    """Asks exported files a question: a recipe of the cookbook, a .rq file, or - for standard input.

    A FILE is an export (.ttl, .nt, .nq, .trig, .jsonld, .rdf) or a folder of them; without one,
    exports/graph.ttl. Each variable of the query is an option of the command: `--company oracle` asks
    about Oracle only.

    \b
    themegraph query --list
    themegraph query themes-of-company --company oracle --since 2026-01-01
    themegraph query companies-of-theme out/graph.ttl --theme power-bottleneck --format csv
    themegraph query my.rq out/graph.ttl --format json
    themegraph query company-graph --company meta --format turtle
    """
    from themegraph.query import (
        DataError,
        QueryError,
        ask,
        base_of,
        bind,
        check,
        default_format,
        load,
        term,
        write,
    )

    text, where = _question(question)
    files = files or (Path("exports/graph.ttl"),)
    variables: list[str] = ctx.meta["themegraph.names"]
    try:
        check(text, where)
        store = load(files)
        base = base_of(store)
        values = {
            variables[int(key.rpartition("_")[2])]: value for key, value in given.items() if value is not None
        }
        terms = {name: term(name, value, store, base) for name, value in sorted(values.items())}
        answer = ask(store, bind(text, terms), where)
        body = write(answer, format or default_format(answer), base).decode()
    except (DataError, QueryError) as error:
        fail(printable(str(error)), UNREADABLE)
    with output(out) as line:
        line(body.removesuffix("\n"))
    sys.exit(DONE)
