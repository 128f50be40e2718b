"""Which browser the tests use: $CHROMIUM, the system's, else the one that Playwright installs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
MISSING = "there is no browser: run `make browser`, or name one in CHROMIUM"


def executable() -> str | None:
    """The path of a browser, or None, which means Playwright's own."""
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    names = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def launch(playwright):
    """A running browser; SystemExit with one clear line where there is none."""
    from playwright.sync_api import Error

    try:
        return playwright.chromium.launch(executable_path=executable(), args=FLAGS)
    except Error as error:
        raise SystemExit(f"{MISSING} ({error.message.splitlines()[0]})") from error


if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = executable() or playwright.chromium.executable_path
    if not Path(found).exists():
        sys.exit(1)
    print(f"browser: {found}")
