"""Takes the pictures of the README: screenshot.py PAGE FOLDER (`make screenshot`)."""

from __future__ import annotations

import sys
from pathlib import Path

from chromium import launch
from playwright.sync_api import sync_playwright

# name, language, colour scheme, what is selected
PICTURES = [
    ("page", "en-GB", "light", "#sel=pair,company%2Foracle,theme%2Fshow-me-story,hurt_by"),
    ("page-ko-dark", "ko-KR", "dark", "#sel=node,theme%2Fpower-bottleneck"),
]


def main(source: Path, folder: Path) -> None:
    """Opens the page once for each picture and saves what a reader sees."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, language, scheme, state in PICTURES:
            context = browser.new_context(
                viewport={"width": 1440, "height": 900}, locale=language, color_scheme=scheme
            )
            page = context.new_page()
            page.goto(source.resolve().as_uri() + state)
            page.wait_for_selector("html[data-complete]", state="attached")
            page.wait_for_timeout(500)
            page.screenshot(path=folder / f"{name}.png")
            print(folder / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
