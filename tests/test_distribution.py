"""What the package index shows of a release."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="the hook of the build needs hatchling")

ROOT = Path(__file__).parents[1]
TEXT = """<picture>
<source srcset="docs/dark.png"><img src="docs/light.png" alt="A page">
</picture>

[Tutorial](docs/tutorial.md) and [Sphinx](https://www.sphinx-doc.org/), as [above](#use).
"""


@pytest.fixture
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_relative_links_of_the_readme_lead_to_the_repository(hook):
    assert hook.readme(TEXT, "https://host.example/owner/name", "v1.2.3") == (
        "<picture>\n"
        '<source srcset="https://host.example/owner/name/raw/v1.2.3/docs/dark.png">'
        '<img src="https://host.example/owner/name/raw/v1.2.3/docs/light.png" alt="A page">\n'
        "</picture>\n\n"
        "[Tutorial](https://host.example/owner/name/blob/v1.2.3/docs/tutorial.md) and "
        "[Sphinx](https://www.sphinx-doc.org/), as [above](#use).\n"
    )


def test_without_a_repository_relative_links_are_text(hook):
    assert hook.readme(TEXT, "", "v1.2.3") == "Tutorial and [Sphinx](https://www.sphinx-doc.org/), as [above](#use).\n"


def test_the_readme_has_no_relative_link_that_the_hook_misses(hook):
    text = hook.readme((ROOT / "README.md").read_text("utf-8"), "", "v1.0.0")
    assert "](docs/" not in text
    assert '="docs/' not in text
