"""Other extensions in the same project: they all see our pages as they see any document."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from conftest import api, operation

NEIGHBOURS = (
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.todo",
    "sphinx.ext.viewcode",
    "notfound.extension",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_llms_txt",
    "sphinx_sitemap",
    "sphinx_tabs.tabs",
    "sphinxext.opengraph",
)
CONF = f"""
project = 'Test'
extensions += {list(NEIGHBOURS)}
myst_enable_extensions = ['colon_fence']
html_baseurl = ogp_site_url = 'https://docs.example.com/'
sitemap_url_scheme = '{{link}}'
notfound_urls_prefix = '/en/latest/'
ogp_social_cards = {{'enable': False}}
"""
SPEC = api(
    {
        "/ships": {
            "get": operation("ships_list", "ships", description="All ships, *oldest* first.\n\nEven sunk ones."),
            "post": operation("ships_create", "ships"),
        },
        "/ships/{id}": {"get": operation("ships_retrieve", "ships", description="One ship.")},
    }
)
WORDS = """Words of an author.

````{tabs}
```{tab} Calm
Sail.
```
```{tab} Storm
Wait.
```
````

::::{tab-set}
:::{tab-item} Day
No light.
:::
::::
"""


@pytest.fixture
def site(make_site):
    site = make_site(SPEC, {"api/ships/ships_retrieve.md": WORDS}, conf=CONF).build(nitpicky=True)
    assert site.warnings == []
    return site


def test_pages_are_described_in_previews_and_searches(site):
    def descriptions(name):
        tags = site.html(f"api/ships/{name}").find_all("meta")
        return {tag["content"] for tag in tags if "description" in (tag.get("name"), tag.get("property", "")[3:])}

    assert descriptions("ships_list") == {"All ships, oldest first."}
    assert descriptions("ships_retrieve") == {"Words of an author."}
    assert descriptions("ships_create") == {"Create ships: POST /ships (Test API)"}


def test_pages_are_in_the_sitemap(site):
    root = ElementTree.parse(site.outdir / "sitemap.xml").getroot()
    places = {element.text for element in root.iter() if element.tag.endswith("loc")}
    assert {f"https://docs.example.com/api/ships/{name}.html" for name in ("index", "ships_list")} <= places
    assert all((site.outdir / place.removeprefix("https://docs.example.com/")).is_file() for place in places)


def test_overrides_take_the_directives_of_others(site):
    body = site.body("api/ships/ships_retrieve")
    assert [tab.get_text() for tab in body.select("[role=tab]")] == ["Calm", "Storm"]
    assert body.find("label", string=re.compile("Day")) is not None
    assert "Sail." in body.get_text()


def test_a_page_that_is_not_found_leads_to_ours(site):
    links = [link["href"] for link in site.html("404").find_all("a", href=re.compile("."))]
    assert "/en/latest/openapi-routes.html" in links
    assert all(link.startswith(("/", "#", "http")) for link in links)


def test_llms_txt_has_theirs_and_ours(site):
    text = (site.outdir / "llms.txt").read_text("utf-8")
    assert text.count("<!-- openapi-pages -->") == 1
    assert text.count("api/ships/ships_list.md") == 1


def test_the_button_of_copybutton_stands_alone(site):
    scripts = [script["src"] for script in site.html("api/ships/ships_list").find_all("script", src=True)]
    assert any("copybutton" in script for script in scripts)


@pytest.mark.parametrize("extension", ["sphinx_llm.txt", "sphinx_llm_friendly"])
def test_one_markdown_and_one_index_beside_other_writers(make_site, extension):
    pytest.importorskip(extension, reason=f"needs {extension.partition('.')[0].replace('_', '-')}")
    words = {"index.md": "# Home\n\n```{toctree}\nguide\napi/index\n```\n", "guide.md": "# Guide\n\nText.\n"}
    site = make_site(SPEC, words, conf=f"project = 'Test'\nextensions.insert(0, '{extension}')")
    plain = make_site(SPEC, words, conf="project = 'Test'").build()
    for _ in range(2):
        site.build()
        name = "api/ships/ships_list"
        assert (site.outdir / f"{name}.md").read_text() == (plain.outdir / f"{name}.md").read_text()
        (alternate,) = site.html(name).find_all("link", rel="alternate", type="text/markdown")
        assert alternate["href"] == "ships_list.md"
        assert len(site.html(name).find_all("link", rel="describedby")) == 1
        text = (site.outdir / "llms.txt").read_text("utf-8")
        assert "[Guide](" in text
        assert text.count("/ships_list.") == 1
        assert text.count("<!-- openapi-pages -->") == 1
        assert [line for line in site.warnings if "unknown node" in line] == []
