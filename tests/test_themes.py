"""Themes: each shows every kind of page, and none is surprised by what we make."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import SHARED, api, needs_shared, operation

#: Lines for ``conf.py`` of themes that are extensions, too. Fonts are not to be fetched from the network.
EXTENSIONS = {
    "sphinx_immaterial": "extensions.append('sphinx_immaterial')\nhtml_theme_options = {'font': False}",
    "sphinxawesome_theme": "extensions.append('sphinxawesome_theme')",
    "sphinx_nefertiti": "extensions.append('sphinx_nefertiti')",
}
THEMES = (
    *("furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster"),
    *(theme for theme in ("shibuya", *EXTENSIONS) if find_spec(theme)),  # those of ``tox run -e themes``
)

CAPTIONED = {
    **api(
        {
            "/crossings": {"get": operation("crossings_list", "crossings")},
            "/boats": {"get": operation("boats_list", "boats"), "post": operation("boats_create", "boats")},
            "/crews": {"get": operation("crews_list", "crews")},
        },
        tags=[
            {"name": "boarding", "description": "Arrive early.\n\n## Bicycles\n\nThey go first."},
            {"name": "boats"},
            {"name": "crews", "parent": "boats"},
        ],
        components={"schemas": {"Boat": {"type": "object", "properties": {"name": {"type": "string"}}}}},
        webhooks={"arrived": {"post": operation("arrived")}},
    ),
    "openapi": "3.2.0",
    "x-tagGroups": [{"name": "Overview", "tags": ["boarding"]}, {"name": "Fleet & crews", "tags": ["boats"]}],
}
GUIDE = (
    "# Guide\n\n```{openapi-group} crossings, crews\n:caption: Chosen ones\n```\n\n```{openapi-group}\n:hidden:\n```\n"
)


def build(srcdir: Path, theme: str) -> str:
    """Build with *theme*, warnings as errors; return the navigation of the first page as text."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", srcdir, srcdir / "_build"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    page = BeautifulSoup((srcdir / "_build/index.html").read_text("utf-8"), "html.parser")
    return re.sub(r"\s+", " ", page.get_text(" "))


def settings(theme: str) -> str:
    return f"html_theme = {theme!r}\nproject = author = copyright = version = release = 'Themes'\n{EXTENSIONS.get(theme, '')}\n"


@pytest.mark.parametrize("theme", THEMES)
def test_every_kind_of_page(make_site, theme):
    site = make_site(
        CAPTIONED,
        {
            "index.md": "# Home\n\n```{toctree}\n:caption: Parts\napi/index\nguide\n```\n",
            "guide.md": GUIDE,
            "api/boats/boats_list.md": "# All our boats\n\n## Before\n\nRead this.\n",
        },
        conf=settings(theme),
    )
    text = build(site.srcdir, theme)
    assert "Test API" in text
    pages = {name: (site.srcdir / f"_build/{name}.html").read_text("utf-8") for name in ("api/index", "guide")}
    assert "Overview" in pages["api/index"]
    assert "Fleet &amp; crews" in pages["api/index"]
    assert "Arrive early." in pages["api/index"]
    assert "/crossings" in pages["guide"]
    menu = BeautifulSoup((site.srcdir / "_build/api/boats/boats_list.html").read_text("utf-8"), "html.parser")
    links = {" ".join(link.get_text(" ").split()) for link in menu.select("a:has(b[class^=oa-])")}
    assert {"GET All our boats", "POST Create boats"} <= links


SPECS = SHARED / "specs"
SMALL = [SPECS / "museum/openapi.yaml", SPECS / "train-travel/openapi.yaml"]
EXAMPLES = [path for kind in ("json", "yaml") for path in sorted(SPECS.glob(f"oai/examples/**/*.{kind}"))]
SMALL += [path for path in EXAMPLES if "petstore-separate" not in path.parts or path.stem == "swagger"]


@pytest.mark.real
@needs_shared
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("documents", [SMALL, [SPECS / "posthog/schema.yaml"]], ids=["small", "posthog"])
def test_real_documents(tmp_path, theme, documents):
    entries = {f"api{n}": {"spec": str(path)} for n, path in enumerate(documents)}
    for entry in entries.values():
        if "petstore-separate" in entry["spec"]:
            entry["reference_folders"] = [str(Path(entry["spec"]).parents[1])]
    conf = "extensions = ['myst_parser', 'sphinxcontrib_openapi_pages']\nexclude_patterns = ['_build']\n"
    (tmp_path / "conf.py").write_text(f"{conf}openapi_pages = {json.dumps(entries)}\n{settings(theme)}")
    names = "\n".join(f"{folder}/index" for folder in entries)
    (tmp_path / "index.md").write_text(f"# Real\n\n```{{toctree}}\n{names}\n```\n")
    build(tmp_path, theme)
    for folder in entries:
        assert (tmp_path / f"_build/{folder}/index.html").is_file()
