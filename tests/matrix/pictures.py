"""Pictures of the page of an operation in each theme."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from playwright import sync_api as playwright

from .builds import Build

PAGE = "reference/lamps/lamps_inspections_create.html"
SIZE = {"width": 1440, "height": 720}


def take_pictures(builds: Iterable[Build], folder: Path, chromium: str) -> None:
    """Write a PNG file for each of *builds*, named after its theme."""
    folder.mkdir(parents=True, exist_ok=True)
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for build in builds:
            page = browser.new_page(viewport=SIZE, color_scheme="light")
            page.route(
                "**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort()
            )
            page.goto((build.output / PAGE).as_uri())
            page.screenshot(path=folder / f"{build.theme}.png")
            page.close()
        browser.close()
