"""The command line: one command a file. Results go to stdout, messages to stderr."""

from __future__ import annotations

import gc
import importlib

import click

from themegraph import __version__

# Command -> the module of this folder that holds it. A command is imported when it is called or described.
COMMANDS = {
    "build": "build",
    "extract": "extract",
    "collect": "collect",
    "explain": "explain",
    "discover": "discover",
    "show": "show",
    "diff": "diff",
    "report": "report",
    "query": "query",
    "validate": "validate",
    "serve": "serve",
    "push": "push",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", prog_name="themegraph")
def main() -> None:
    """Reads market articles in Korean and English, and links companies to themes.

    \b
    Articles in, a graph to browse, query and open in Gephi:
        themegraph build articles/ --out out
    \b
    The links themselves, one a line, for your own tools:
        themegraph extract articles/ --out links.jsonl --mentions mentions.jsonl
    \b
    A SOURCE is a text, Markdown or JSONL file, a folder, a glob, or - for standard input.
    Exit codes: 0 done, 1 something could not be read, 2 wrong usage.
    """
    # A vocabulary is half a million objects that live on; looking through them again and again takes long.
    gc.set_threshold(50_000, 20, 20)
