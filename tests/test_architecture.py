"""The house stands as its plan says: imports go one way."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "graph" / "themegraph"

# Each room imports only from rooms that stand before it.
ORDER = [
    "model", "namespaces", "resources", "vocabulary", "documents", "collect", "duplicates", "extraction", "corpus", "discover", "graph", "analyse", "export", "load", "report",
    "query", "validate", "push", "serve", "cli",
]  # fmt: skip


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path):
    for statement in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("themegraph"):
            parts = (statement.module or "").split(".")
            if len(parts) > 1:
                yield parts[1]
            else:
                yield from (alias.name for alias in statement.names if alias.name in ORDER)
        elif isinstance(statement, ast.Import):
            yield from (a.name.split(".")[1] for a in statement.names if a.name.startswith("themegraph."))


def test_every_room_is_in_the_plan():
    found = {room(p) for p in PACKAGE.rglob("*.py")} - {"__init__", "__main__"}
    assert found <= set(ORDER)


def test_a_module_imports_only_what_stands_before_it():
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {other}"
        for path in PACKAGE.rglob("*.py")
        if room(path) not in ("__init__", "__main__")
        for other in imports(path)
        if other in ORDER and ORDER.index(other) > ORDER.index(room(path))
    ]
    assert not wrong


def test_inside_extract_the_steps_stand_in_line():
    line = [
        "text",
        "compiled",
        "scanner",
        "cues",
        "companies",
        "newcomers",
        "suggest",
        "themes",
        "grouping",
        "features",
        "links",
        "judge",
        "pipeline",
        "explain",
        "components",
    ]
    for path in (PACKAGE / "extraction").glob("*.py"):
        if path.stem in line:
            for statement in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(
                    "themegraph.extraction."
                ):
                    assert line.index(statement.module.rsplit(".", 1)[1]) < line.index(path.stem)
