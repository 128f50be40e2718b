"""A real Chromium, and pages opened in it from disk as a reader would open them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser():
    from chromium import launch
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        try:
            running = launch(playwright)
        except SystemExit as error:
            pytest.fail(str(error))
        yield running
        running.close()


class Opened:
    """A page in the browser, and everything it did that it should not have done."""

    def __init__(self, context, path: Path, fragment: str = "", before: str = ""):
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on(
            "console",
            lambda message: (
                self.errors.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "dialog", lambda dialog: (self.errors.append("dialog: " + dialog.message), dialog.dismiss())
        )
        self.page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI));"
            + before
        )
        self.page.goto(path.resolve().as_uri() + fragment)
        self.page.wait_for_selector("html[data-complete]", state="attached")
        self.own = path.resolve().as_uri()

    def outside(self) -> list[str]:
        """Requests for anything but the page itself; its own data: and blob: addresses stay inside it."""
        return [url for url in self.requests if not url.startswith((self.own, "data:", "blob:"))]


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Writes a graph as a page."""
    from themegraph.export import html

    folder = tmp_path_factory.mktemp("pages")

    def write(graph, name: str) -> Path:
        path = folder / f"{name}.html"
        html.write(graph, path, "https://themegraph.example/")
        return path

    return write


@pytest.fixture(scope="session")
def sample(pages):
    from graphs import sample_graph

    return pages(sample_graph(), "sample")


@pytest.fixture
def open_page(browser):
    contexts = []

    def open_(
        path: Path,
        fragment: str = "",
        *,
        width=1280,
        height=800,
        locale="en-GB",
        scheme="light",
        before="",
        **more,
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, color_scheme=scheme, **more
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Opened(context, path, fragment, before)

    yield open_
    for context in contexts:
        context.close()
