"""The examples of frameworks: their documents come from the real framework and build without a warning."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.frameworks

EXAMPLES = Path(__file__).parents[1] / "examples"
GALLERY = EXAMPLES.parent / "docs/gallery"

#: By example, the modules that it needs.
FRAMEWORKS = {
    "fastapi": ["fastapi"],
    "litestar": ["litestar"],
    "django_ninja": ["ninja"],
    "flask_apispec": ["flask", "apispec", "apispec_webframeworks", "marshmallow"],
    "apiflask": ["apiflask"],
    "connexion": ["connexion"],
}


@pytest.fixture(params=FRAMEWORKS)
def site(request, tmp_path):
    """Return the name of an example and the folder of its site, built in a process of its own."""
    missing = [module for module in FRAMEWORKS[request.param] if importlib.util.find_spec(module) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed; install the dependency group 'frameworks'")
    build(EXAMPLES / request.param / "docs", tmp_path)
    return request.param, tmp_path / "out"


def build(source, folder):
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "-n",
        "--keep-going",
        "-q",
        "-b",
        "html",
        "-d",
        folder / "doctrees",
    ]
    done = subprocess.run([*command, source, folder / "out"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def text(page):
    body = BeautifulSoup(page.read_text("utf-8"), "html.parser").find("div", class_="body")
    return " ".join(body.get_text(" ").split())


def test_an_application_has_a_reference_as_its_how_to_promises(site):
    name, out = site
    assert (out / "api/hives/index.html").is_file()
    listing, change = (text(out / f"api/hives/{page}.html") for page in ("list_hives", "replace_hive"))
    assert "List all hives" in listing or "List Hives" in listing
    assert "https://apiary.example" in listing
    assert "Rose bed" in change or name == "litestar"
    assert "What the keepers call it." in change or name == "litestar"
    assert not any(status in change for status in ("422 ", "400 Bad"))
    # Generic models have the names that Python has for them.
    assert "Page[Hive]" in listing or name != "fastapi"
    assert "frames integer, 1 to 20" in listing or name not in ("fastapi", "django_ninja", "connexion")
    assert "Boxes with bees." in text(out / "api/hives/index.html") or "a box with one" in text(
        out / "api/hives/index.html"
    )


def test_an_api_of_rest_framework(tmp_path):
    source = tmp_path / "docs"
    source.mkdir()
    (source / "index.md").write_text("# Boats\n\n```{toctree}\napi/index\n```\n")
    (source / "conf.py").write_text(
        f"""
import os
import sys

sys.path.insert(0, {str(EXAMPLES / "boat_hire")!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "boat_hire.settings"


def document():
    import django

    django.setup()
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(request=None, public=True)


extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]
openapi_pages = {{"api": document}}
"""
    )
    build(source, tmp_path)
    assert "Hire a boat" in text(tmp_path / "out/api/hires/index.html")


def test_the_document_of_the_gallery_is_what_fastapi_makes(tmp_path):
    if importlib.util.find_spec("fastapi") is None:
        pytest.skip("fastapi is not installed; install the dependency group 'frameworks'")
    script = tmp_path / "apiary.py"
    script.write_text((GALLERY / "apiary.py").read_text("utf-8"))
    subprocess.run([sys.executable, script], check=True)
    assert (tmp_path / "apiary.json").read_text("utf-8") == (GALLERY / "apiary.json").read_text("utf-8"), (
        "python docs/gallery/apiary.py brings apiary.json up to date"
    )
