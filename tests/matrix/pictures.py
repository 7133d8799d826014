"""Pictures of pages for the documentation: an operation in each theme, and what the first page and the gallery show."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from playwright import sync_api as playwright

from .builds import Build

PAGE = "reference/lamps/lamps_inspections_create.html"
SIZE = {"width": 1440, "height": 720}

#: Pictures of this site and of the sites in its gallery, with their pages and colour schemes.
SITE_PICTURES = {
    "operation": ("reference/lamps/lamps_create.html", ("light", "dark")),
    "gallery/lighthouse": ("reference/index.html#endpoints", ("light", "dark")),
    "gallery/tides": ("gallery/live/tides/api/readings/watchGauge.html", ("light", "dark")),
    "gallery/seeds": ("gallery/live/seeds/api/varieties/replaceCatalogue.html", ("light",)),
    "gallery/apiary": ("gallery/live/apiary/api/inspections/record_inspection.html", ("light", "dark")),
}
SITE_SIZE = {"width": 1380, "height": 840}

#: Milliseconds until colours and the sidebar no longer move.
SETTLED = 1000


def take_pictures(builds: Iterable[Build], folder: Path, chromium: str) -> None:
    """Write PNG files into *folder*: one for each of *builds*, named after its theme, and those of the site itself."""
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for build in builds:
            site = build.output.as_uri()
            _take(browser, f"{site}/{PAGE}", folder / "themes" / f"{build.theme}.png", SIZE, "light")
            if build.theme == "furo":
                for name, (page, schemes) in SITE_PICTURES.items():
                    for scheme in schemes:
                        _take(browser, f"{site}/{page}", folder / f"{name}-{scheme}.png", SITE_SIZE, scheme)
        browser.close()


def _take(browser: playwright.Browser, url: str, target: Path, size: dict[str, int], scheme: str) -> None:
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    address, _, anchor = url.partition("#")
    page.goto(address)
    if anchor:  # scrolled to, not as a target, which themes highlight
        page.evaluate("anchor => document.getElementById(anchor).scrollIntoView()", anchor)
    page.wait_for_timeout(SETTLED)
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    page.close()
