"""Texts of a document are texts in every builder: nothing in them is run, read or interpreted."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess

import pytest
from conftest import SHARED, api, needs_shared, operation

MARKS = (
    r"\input{/etc/passwd}\write18{id}$x_1^2$ & % # ~ { } \end{document}\end{sphinxVerbatim}",
    ".so /etc/passwd\n.sy id\n'so /etc/passwd\n\\*(xx",
    "```{include} /etc/passwd\n```\n\n.. include:: /etc/passwd\n\n.. raw:: html\n\n   <i>x</i>\n\n{include}`/etc/passwd` :ref:`nowhere` |version| {{ version }}",
    "<script>alert(1)</script><style>*{display:none}</style><iframe src='file:///etc/passwd'></iframe>",
    "# A heading of my own\n\nA setext heading\n---\n\n<h2>One in HTML</h2>",
)
TEXT = "\n\n".join(MARKS)
NAME = r"""a"b'c<i>&amp;\x{y}`z`|v|*w*:ref:`q`"""
CONTENT = {
    "application/json": {
        "schema": {
            "type": "object",
            "properties": {
                NAME: {"type": "string", "description": TEXT, "default": TEXT, "enum": [TEXT, NAME], "title": TEXT}
            },
        },
        "example": {NAME: TEXT},
    }
}
SPEC = api(
    {
        f"/{NAME}": {
            "post": operation(
                "odd", NAME, summary=NAME, description=TEXT,
                parameters=[{"name": NAME, "in": "query", "description": TEXT, "schema": {"type": "string", "default": TEXT, "pattern": NAME}}],
                requestBody={"description": TEXT, "content": CONTENT},
                responses={"200": {"description": TEXT, "content": CONTENT, "headers": {NAME: {"description": TEXT}}, "links": {NAME: {"operationId": NAME, "description": TEXT}}}},
                security=[{NAME: [NAME]}],
            )
        }
    },
    tags=[{"name": NAME, "description": TEXT}],
    servers=[{"url": f"https://example.com/{NAME}", "description": TEXT}],
    components={"schemas": {NAME: {"type": "object", "title": NAME, "description": TEXT}}, "securitySchemes": {NAME: {"type": "apiKey", "in": "header", "name": NAME, "description": TEXT}}},
)  # fmt: skip
SPEC["info"] |= {"title": NAME, "description": TEXT, "version": NAME}


def outputs(site, pattern):
    return {str(path): path.read_text("utf-8") for path in site.outdir.rglob(pattern) if path.is_file()}


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_html(make_site, builder):
    site = make_site(SPEC, builder=builder, conf="epub_show_urls = 'no'\nepub_copyright = version = 'x'").build()
    assert site.warnings == []
    pages = {**outputs(site, "*.html"), **outputs(site, "*.xhtml")}
    assert len(pages) > 3 or builder == "singlehtml"
    for name, page in pages.items():
        assert "<script>alert(1)" not in page, name
        assert "<style>*{" not in page
        assert "<iframe" not in page
        assert "root:" not in page
    shown = "".join(pages.values())
    assert "{include} /etc/passwd" in shown
    assert ":ref:`nowhere`" in shown


def test_headings_in_descriptions_take_part_in_no_outline(make_site):
    site = make_site(SPEC).build()
    for docname in site.docnames():
        assert not {"A heading of my own", "A setext heading", "One in HTML"} & set(site.headings(docname))
        tocs = site.app.env.tocs[docname].astext()
        assert "heading" not in tocs
        assert "One in HTML" not in tocs
    page = next(name for name in site.docnames() if name.endswith("/odd"))
    levels = [int(tag.name[1]) for tag in site.body(page).find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(second - first <= 1 for first, second in itertools.pairwise(levels))


def test_latex(make_site):
    site = make_site(SPEC, builder="latex").build()
    (tex,) = outputs(site, "*.tex").values()
    assert r"\input{/etc/passwd}" not in tex
    assert r"\write18" not in tex
    assert tex.count(r"\end{document}") == 1
    assert tex.count(r"\begin{sphinxVerbatim}") == tex.count(r"\end{sphinxVerbatim}")
    assert site.warnings == []


def test_man(make_site):
    conf = "man_pages = [('index', 'odd', 'Odd', ['me'], 1)]"
    site = make_site(SPEC, builder="man", conf=conf).build()
    (page,) = [path.read_text("utf-8") for path in site.outdir.glob("*.1")]
    assert not [line for line in page.splitlines() if re.match(r"['.]\s*(so|sy|pso|open)\b", line)]
    assert "/etc/passwd" in page
    assert site.warnings == []
    if shutil.which("groff"):
        done = subprocess.run(
            ["groff", "-man", "-Tutf8", "-ww", *site.outdir.glob("*.1")], capture_output=True, text=True, check=False
        )
        assert "root:" not in done.stdout


@pytest.mark.parametrize("builder", ["text", "gettext", "xml", "texinfo", "linkcheck"])
def test_other_builders(make_site, builder):
    conf = "linkcheck_ignore = ['.*']\ntexinfo_documents = [('index', 'odd', 'Odd', 'me', 'odd', 'Odd.', 'Misc')]"
    site = make_site(SPEC, builder=builder, conf=conf).build()
    assert site.warnings == []
    assert "root:" not in "".join(outputs(site, "*").values())


@needs_shared
@pytest.mark.parametrize("theme", ["basic", "furo"])
def test_no_script_of_a_document_runs_in_a_browser(make_site, theme):
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    from test_browser import CHROMIUM

    if CHROMIUM is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    site = make_site((SHARED / "bad" / "hostile-text.json").read_text("utf-8")).build(html_theme=theme)
    pages = sorted((site.outdir / "api").rglob("*.html"))
    assert len(pages) >= 3
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for path in pages:
            page = browser.new_page()
            page.goto(path.as_uri())
            for link in page.locator("article a[href], .body a[href]").all():
                assert (link.get_attribute("href") or "").split(":")[0] not in ("javascript", "data", "vbscript")
            for tab in page.locator("label, summary").all():
                tab.click(force=True, timeout=2000, no_wait_after=True) if tab.is_visible() else None
            page.wait_for_timeout(200)
            assert page.evaluate("typeof window.pwned") == "undefined", path
            assert page.title()
            page.close()
        browser.close()
