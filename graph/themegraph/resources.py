"""Finds the project's data: ontology/ and seeds/ beside the code in a checkout, inside the package in a wheel."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `ontology` or `seeds`; FileNotFoundError where neither a wheel nor a checkout has it."""
    for root in (_PACKAGE / "_data", _PACKAGE.parent.parent):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"{name}/ is missing from this installation of themegraph")


def cache_folder() -> Path:
    """Where this user's caches are: $THEMEGRAPH_CACHE, or the place that the system has for them."""
    named = os.environ.get("THEMEGRAPH_CACHE")
    if named and named != "off":
        return Path(named)
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "themegraph"


# What the results of a room depend on.
_BELOW = {
    "documents": ("documents", "model.py"),
    "vocabulary": ("vocabulary", "extraction", "model.py"),
    "extraction": ("vocabulary", "extraction", "duplicates.py", "corpus/records.py", "model.py"),
}
_LISTS = {"extraction": ("boilerplate.txt",)}


@lru_cache
def code_version(room: str) -> str:
    """A hash of all code and weights that the results of `documents`, `vocabulary` or `extraction` depend on.

    Lists in ontology/ that no vocabulary holds count as code.
    """
    digest = blake2b(sys.version.encode(), digest_size=8)
    for name in _BELOW[room]:
        path = _PACKAGE / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in (".py", ".json", ".npz"):
                digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + file.read_bytes())
    for name in _LISTS.get(room, ()):
        digest.update(name.encode() + b"\0" + (folder("ontology") / name).read_bytes())
    return digest.hexdigest()
