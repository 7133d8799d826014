"""Builds of real documents that nobody here wrote."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from conftest import SHARED, needs_shared

pytestmark = [pytest.mark.real, needs_shared]

SPECS = SHARED / "specs"
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
EXAMPLES = [path for kind in ("json", "yaml") for path in SPECS.glob(f"oai/examples/**/*.{kind}")]
ROOTS = [path for path in EXAMPLES if "petstore-separate" not in path.parts or path.stem == "swagger"]
LARGE = [
    SPECS / name
    for name in (
        "posthog/schema.yaml",
        "github/api.github.com.json",
        "kubernetes/swagger.json",
        "digitalocean/specification/DigitalOcean-public.v2.yaml",
        "museum/openapi.yaml",
        "train-travel/openapi.yaml",
    )
]

#: Faults of the documents themselves, as patterns of the warnings that tell of them.
FAULTS = {
    "swagger": r"the reference '\.\./common/Error\.(json|yaml)' cannot be followed: it is outside the folder",
}


def count_operations(path: Path) -> int:
    """Count what a document calls operations, without the code under test."""
    text = path.read_text("utf-8")
    document = (
        json.loads(text)
        if path.suffix == ".json"
        else yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    )
    items = [item for key in ("paths", "webhooks", "x-webhooks") for item in (document.get(key) or {}).values()]
    return sum(len(METHODS & item.keys()) for item in items)


def build(srcdir: Path, spec: Path, builder: str = "html", *arguments: str) -> tuple[Path, list[str]]:
    """Run ``sphinx-build`` as a user would; return the output folder and the lines of its standard error."""
    srcdir.mkdir(exist_ok=True)
    (srcdir / "conf.py").write_text(
        "extensions = ['myst_parser', 'sphinxcontrib_openapi_pages']\nproject = version = copyright = 'Real'\n"
        f"html_theme = 'alabaster'\nopenapi_pages = {{'api': {str(spec)!r}}}\n"
    )
    (srcdir / "index.md").write_text("# Real\n\n```{toctree}\napi/index\n```\n")
    out = srcdir / "_build" / builder
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", srcdir / "_build" / f"doctrees-{builder}"]
    done = subprocess.run([*command, *arguments, srcdir, out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return out, [line for line in done.stderr.splitlines() if line.strip()]


def broken_links(out: Path) -> list[str]:
    """Return the internal links below the API's folder whose page or whose place on it does not exist."""
    targets, links = {}, []
    for page in sorted(out.rglob("*.html")):
        html = page.read_text("utf-8")
        targets[page] = set(re.findall(r'\sid="([^"]*)"', html))
        if page.is_relative_to(out / "api"):
            tags = [tag for tag in re.findall(r"<a\s[^>]*>", html) if "reference external" not in tag]
            links += [(page, unescape(link)) for tag in tags for link in re.findall(r'href="([^"]*)"', tag)]
    broken = []
    for page, link in links:
        file, _, anchor = link.partition("#")
        target = Path(os.path.normpath(page.parent / unquote(file))) if file else page
        if re.match(r"[a-z]+:", link):
            continue
        is_there = target in targets if target.suffix == ".html" else target.exists()
        if not is_there or (anchor and target in targets and unquote(anchor) not in targets[target]):
            broken.append(f"{page.relative_to(out)} -> {link}")
    return broken


def operation_pages(out: Path) -> list[Path]:
    pages = [path for path in out.glob("api/*/*.html") if path.parent.name != "schemas"]
    return [path for path in pages if path.name != "index.html" and not re.fullmatch(r"page-\d+\.html", path.name)]


@pytest.mark.parametrize("spec", [*LARGE, *ROOTS], ids=lambda path: str(path.relative_to(SPECS)))
def test_html(tmp_path, spec):
    out, lines = build(tmp_path / "site", spec, "html", "-j", "4")
    expected = FAULTS.get(spec.stem)
    assert [line for line in lines if not (expected and re.search(expected, line))] == []
    assert len(operation_pages(out)) == count_operations(spec)
    assert broken_links(out) == []


def test_other_builders(tmp_path):
    spec = SPECS / "posthog/schema.yaml"
    for builder in ("dirhtml", "text", "latex", "epub", "gettext", "man"):
        out, lines = build(tmp_path / "site", spec, builder)
        assert lines == [], builder
        if builder == "text":
            pages = list(out.glob("api/*/*.txt"))
            assert len(pages) > 224
            assert all("*" in page.read_text("utf-8") for page in pages)
            text = (out / "api/feature-flags/feature_flags_create.txt").read_text("utf-8")
            assert '"rollout_percentage"' in text
        if builder == "latex":
            (source,) = out.glob("*.tex")
            assert source.read_text("utf-8").count(r"feature\_flags\_create") >= 1
        if builder == "man":
            (manual,) = (path for path in out.iterdir() if path.suffix == ".1")
            assert "rollout_percentage" in manual.read_text("utf-8")


def test_links_from_another_project(tmp_path):
    out, _ = build(tmp_path / "reference", SPECS / "posthog/schema.yaml")
    other = tmp_path / "other"
    other.mkdir()
    (other / "conf.py").write_text(
        "extensions = ['myst_parser', 'sphinx.ext.intersphinx', 'sphinxcontrib_openapi_pages']\n"
        f"intersphinx_mapping = {{'posthog': ('https://example.com/reference', {str(out / 'objects.inv')!r})}}\n"
    )
    (other / "index.md").write_text(
        "# Other\n\n{openapi:op}`feature_flags_list`, {external+posthog:openapi:schema}`FeatureFlag`, "
        "{openapi:op}`GET /api/projects/{project_id}/feature_flags/`\n"
    )
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-b", "html", other, tmp_path / "html"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    html = (tmp_path / "html/index.html").read_text("utf-8")
    operation, schema, again = re.findall(r'<a [^>]*href="(https://example\.com/reference/api/[^"]*)"', html)
    assert operation == again
    for link in (operation, schema):
        file, _, anchor = link.removeprefix("https://example.com/reference/").partition("#")
        assert f'id="{anchor}"' in (out / file).read_text("utf-8")


def test_local_links_are_checked_by_linkcheck(tmp_path):
    spec = SPECS / "museum/openapi.yaml"
    out, lines = build(tmp_path / "site", spec, "linkcheck", "-D", "linkcheck_ignore=https?://.*")
    assert lines == []
    checked = [json.loads(line) for line in (out / "output.json").read_text("utf-8").splitlines()]
    assert checked
    assert {item["status"] for item in checked} <= {"ignored", "unchecked", "working"}
