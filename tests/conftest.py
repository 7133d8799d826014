from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

pytest_plugins = ["sphinx.testing.fixtures"]

SHARED = Path(os.environ.get("OPENAPI_PAGES_SHARED", Path(__file__).parents[2] / "shared"))

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason=f"needs the real documents in {SHARED} (set OPENAPI_PAGES_SHARED to name another folder)",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test in a browser a second try: on a busy machine, Chromium itself may fail to start or to answer."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))


INDEX = "# Home\n\n```{toctree}\napi/index\n```\n"


def api(paths: Mapping[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """Return an OpenAPI document with *paths*."""
    return {"openapi": "3.1.0", "info": {"title": "Test API", "version": "1.2"}, "paths": paths or {}, **members}


def operation(identifier: str = "", *tags: str, **members: Any) -> dict[str, Any]:
    """Return an Operation Object."""
    named = {"operationId": identifier} if identifier else {}
    tagged = {"tags": list(tags)} if tags else {}
    return {**named, **tagged, "responses": {"200": {"description": "Fine."}}, **members}


@dataclass
class Site:
    """A Sphinx project with an API, and what became of it."""

    srcdir: Path
    builder: str = "html"
    app: SphinxTestApp | None = None

    @property
    def outdir(self) -> Path:
        return self.srcdir / "_build" / self.builder

    def write(self, files: Mapping[str, str | dict[str, Any]]) -> None:
        for name, content in files.items():
            path = self.srcdir / name
            path.parent.mkdir(parents=True, exist_ok=True)
            text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False)
            path.write_text(text, "utf-8")

    def build(self, *, parallel: int = 0, **confoverrides: Any) -> Site:
        time.sleep(0.01)  # times of files are compared
        self.app = SphinxTestApp(
            buildername=self.builder, srcdir=self.srcdir, confoverrides=confoverrides, parallel=parallel
        )
        self.read: list[str] = []
        self.app.connect("env-before-read-docs", lambda app, env, docnames: self.read.extend(docnames))
        self.written: list[str] = []
        """Documents that were written, in a serial build."""
        self.app.connect(
            "html-page-context", lambda app, name, *rest: self.written.append(name) if rest[-1] is not None else None
        )
        self.app.build()
        self.app.cleanup()
        return self

    @property
    def warnings(self) -> list[str]:
        """The warnings, each with its location, folder of the site taken away."""
        assert self.app is not None
        text = strip_colors(self.app.warning.getvalue()).replace(f"{self.srcdir}/", "")
        return [line for line in text.splitlines() if line.strip()]

    @property
    def status(self) -> str:
        assert self.app is not None
        return strip_colors(self.app.status.getvalue())

    def html(self, docname: str) -> BeautifulSoup:
        return BeautifulSoup((self.outdir / f"{docname}.html").read_text("utf-8"), "html.parser")

    def body(self, docname: str) -> BeautifulSoup:
        """The content of a page without the navigation around it."""
        found = self.html(docname).find("div", class_="body")
        assert found is not None
        return found

    def text(self, docname: str) -> str:
        """What a reader reads on a page, white space folded and permalink signs left out."""
        body = self.body(docname)
        for link in body.find_all("a", class_="headerlink"):
            link.decompose()
        return re.sub(r"\s+", " ", body.get_text(" ")).strip()

    def title(self, docname: str) -> str:
        heading = self.body(docname).find("h1")
        assert heading is not None
        return heading.get_text().removesuffix("¶")

    def headings(self, docname: str) -> list[str]:
        return [tag.get_text().removesuffix("¶") for tag in self.body(docname).find_all(re.compile("^h[1-6]$"))]

    def docnames(self) -> set[str]:
        assert self.app is not None
        return {name for name in self.app.env.found_docs if name.startswith("api/")}


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Site]:
    """Return a function that writes a project around an OpenAPI document."""
    count = 0

    def make(
        spec: dict[str, Any] | str,
        files: Mapping[str, str | dict[str, Any]] | None = None,
        *,
        builder: str = "html",
        options: Mapping[str, Any] | None = None,
        conf: str = "",
        name: str = "openapi.yaml",
    ) -> Site:
        nonlocal count
        count += 1
        site = Site(tmp_path / f"site{count}", builder)
        settings = {"spec": name, **(options or {})}
        site.write(
            {
                "conf.py": "extensions = ['myst_parser', 'sphinxcontrib_openapi_pages']\n"
                "exclude_patterns = ['_build']\nhtml_theme = 'basic'\n"
                f"openapi_pages = {{'api': {settings!r}}}\n{conf}\n",
                "index.md": INDEX,
                name: spec,
                **(files or {}),
            }
        )
        return site

    return make
