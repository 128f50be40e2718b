"""Puts ES modules into one script, in the order in which they need each other.

Each module becomes a function that gives what it exports, so that names of one module stay out of the
others. Only two forms are understood, which are all that web/ uses: `import { a, b } from "./c.js";` and
`export` before a function, a class or a const.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_ELSE = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def inline(folder: Path, entry: str) -> str:
    """One script that does what the module `entry` of this folder does; ValueError names what it cannot read."""
    written: dict[str, str] = {}
    _add(folder, entry, written, ())
    return "\n".join(written.values())


def _add(folder: Path, name: str, written: dict[str, str], path: tuple[str, ...]) -> None:
    if name in path:
        raise ValueError(f"web/{name}.js: imports itself over {' > '.join((*path, name))}")
    if name in written:
        return
    text = (folder / f"{name}.js").read_text(encoding="utf-8").replace("\r\n", "\n")
    for match in _IMPORT.finditer(text):
        _add(folder, match.group(2), written, (*path, name))
    body = _IMPORT.sub(lambda m: f"const {{{m.group(1)}}} = {_variable(m.group(2))};\n", text)
    given = [match.group(1) for match in _EXPORT.finditer(body)]
    body = _EXPORT.sub("", body)
    unread = _ELSE.search(body)
    if unread:
        raise ValueError(
            f"web/{name}.js: {unread.group()}: is no form of import or export that is understood"
        )
    if "</script" in body.lower() or "<!--" in body:
        raise ValueError(f"web/{name}.js: holds </script or <!--, which would end the script")
    written[name] = (
        f"const {_variable(name)} = (() => {{\n{body.rstrip()}\nreturn {{ {', '.join(given)} }};\n}})();\n"
    )


def _variable(name: str) -> str:
    return "$" + name.replace("-", "_")
