"""Texts of a document are texts in every builder: nothing in them is run, read or interpreted."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import time
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from conftest import SHARED, api, needs_shared, operation
from docutils import nodes

from sphinxcontrib_openapi_pages.render.markdown import link_target, markdown_html, render_markdown

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
                tab.click(force=True, no_wait_after=True) if tab.is_visible() else None
            page.wait_for_timeout(200)
            assert page.evaluate("typeof window.pwned") == "undefined", path
            assert page.title()
            page.close()
        browser.close()


# What looks like HTML


def shown(html):
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


ANGLES = {
    "retry=<int>, count=<int>. Words after": "",
    "https://<domain>/x as the base: List<Item>, <your-id>": "",
    "<list> <text> <view> <path> <image> <desc> <mi> <foreignObject> and the end": "",
    "<title> <object> <template> <script> <style> <textarea> <plaintext> and the end": "",
    "List<B>, Set<i>, Map<K, V>, Page<a>, x < y > z, 1 <2": "",
    "/dates/<time>/<label>/<option>/<input>": "",
    "<soap:Envelope>, <host:port>, <xs:element name='x'>": "",
    "<Item>5</Item> and </Nothing>": "",
    "<?xml version='1.0'?> and <![CDATA[x]]> and <!ELEMENT x>": "",
    "a <!-- that never ends": "",
    "<div>a <b and more</div>": "a <b and more",
    "<table><tr><td>List<Item></td></tr></table>": "List<Item>",
    "a <b>bold</b>, <time>12:00</time><!-- gone --><br>b": "a bold, 12:00 b",
    "a<script>alert(1)</script> <style>x {}</style> <svg><text>drawn</text></svg> b": "a b",
    "<TITLE>of a page</TITLE> b": "b",
}


@pytest.mark.parametrize("text", ANGLES)
def test_words_in_angle_brackets_are_words(text):
    html = markdown_html(text)
    expected = ANGLES[text] or text
    assert shown(html.replace("<br />", " ")) == expected
    assert " ".join(" ".join(node.astext() for node in render_markdown(text)).split()) == expected


def test_what_begins_with_no_element_is_markdown():
    html = markdown_html("<domain>\nis **yours**\n\n<script> is *where*\n\nto put it\n\n<!-- and **no** end")
    page = BeautifulSoup(html, "html.parser")
    assert [tag.get_text() for tag in page.find_all("p")] == [
        "<domain>\nis yours",
        "<script> is where",
        "to put it",
        "<!-- and no end",
    ]
    assert [tag.get_text() for tag in page.find_all(["strong", "em"])] == ["yours", "where", "no"]


def test_elements_are_elements():
    html = markdown_html(
        '<details><summary>More <int></summary>\n\n<b>bold</b> <code>x</code> <a href="/y">y</a>\n\n</details>'
        '\n\n<img src="https://x.example/z.png" alt="a <b> c">'
    )
    page = BeautifulSoup(html, "html.parser")
    assert page.find("summary").get_text() == "More <int>"
    assert [page.find(tag).get_text() for tag in ("b", "code", "a")] == ["bold", "x", "y"]
    assert page.find("img")["alt"] == "a <b> c"


@pytest.mark.parametrize(("builder", "pattern"), [("html", "x.html"), ("text", "x.txt"), ("latex", "*.tex")])
def test_words_in_angle_brackets_on_pages(make_site, builder, pattern):
    text = "Send retry=<int> to https://<domain>/x."
    field = {"type": "object", "properties": {"f": {"type": "string", "description": text}}}
    responses = {"200": {"description": "", "content": {"application/json": {"schema": field}}}}
    spec = api({"/x": {"get": operation("x", "t", description=text, responses=responses)}})
    site = make_site(spec, builder=builder).build()
    (page,) = outputs(site, pattern).values()
    page = page.replace(r"\textless{}", "<").replace(r"\textgreater{}", ">").replace("{}", "")
    assert (shown(page) if builder == "html" else " ".join(page.split())).count(text) == 2
    assert site.warnings == []


def test_old_sanitisers_leave_brackets_in_attributes(monkeypatch):
    attribute = "<a href= onerror=window.pwned=1 x> <blockquote><p>[!NOTE] <h1> <br>"
    monkeypatch.setattr("nh3.clean", lambda *args, **kwargs: f'<p><img alt="{attribute}" src="https://x.example/"></p>')
    image = ElementTree.fromstring(markdown_html("*anything*")).find("img")
    assert image.attrib == {"alt": attribute, "src": "https://x.example/"}


# Links


SCRIPT = "javascript:window.pwned=1"
RUNNING = (
    SCRIPT,
    "JavaScript:window.pwned=1",
    "java\tscript:window.pwned=1",
    "java\nscript:window.pwned=1",
    "java\r\nscript:window.pwned=1",
    "\tj\na\nvascript:window.pwned=1",
    "  javascript:window.pwned=1",
    "\x01\x1fjavascript:window.pwned=1",
    "javascript\t:window.pwned=1",
    "java\u200bscript:window.pwned=1",
    "javascript%09:window.pwned=1",
    "java%73cript:window.pwned=1",
    "javascript&colon;window.pwned=1",
    "java script:window.pwned=1",
    "vbscript:x",
    "data:text/html,<script>window.pwned=1</script>",
    "blob:x",
    "view-source:javascript:x",
)


def links_spec(url):
    docs = {"url": url, "description": "More of it"}
    field = {"type": "object", "properties": {"f": {"type": "string", "externalDocs": docs}}}
    examples = {"e": {"externalValue": url}}
    content = {"application/json": {"schema": field, "examples": examples}}
    marks = f'[a]({url}) <a href="{url}">b</a> <{url}> [c][d] ![e]({url}) <img src="{url}">\n\n[d]: {url}'
    flow = {"authorizationUrl": url, "tokenUrl": url, "refreshUrl": url, "scopes": {"s": marks}}
    spec = api(
        {
            "/x": {
                "get": operation(
                    "x", "t",
                    externalDocs=docs,
                    description=marks,
                    parameters=[{"name": "q", "in": "query", "description": marks, "examples": examples}],
                    responses={"200": {"description": marks, "content": content, "links": {"l": {"operationRef": url}}}},
                    servers=[{"url": url, "description": marks}],
                )
            }
        },
        tags=[{"name": "t", "externalDocs": docs, "description": marks}],
        externalDocs=docs,
        components={
            "securitySchemes": {
                "o": {"type": "oauth2", "flows": {"authorizationCode": flow}, "oauth2MetadataUrl": url},
                "i": {"type": "openIdConnect", "openIdConnectUrl": url},
            }
        },
        servers=[{"url": url}],
    )  # fmt: skip
    spec["info"] |= {
        "termsOfService": url,
        "contact": {"name": "Me", "url": url},
        "license": {"name": "Mine", "url": url},
    }
    return spec


def scheme_of(url):
    """Return the scheme that a browser sees in *url*."""
    found = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\t\n\r]|^[\0- ]+", "", url), re.IGNORECASE)
    return found[1].lower() if found else ""


@pytest.mark.parametrize("url", RUNNING)
def test_no_address_that_runs_is_a_target(url):
    assert link_target(url) == ""
    marks = links_spec(url)["tags"][0]["description"]
    targets = [tag.get("href") or tag.get("src") for tag in BeautifulSoup(markdown_html(marks), "html.parser")("a")]
    targets += [node["refuri"] for part in render_markdown(marks) for node in part.findall(nodes.reference)]
    assert {scheme_of(target or "") for target in targets} == {""}


@pytest.mark.parametrize("url", ["java\tscript:window.pwned=1", "java\nscript:window.pwned=1", "\x01javascript:x"])
@pytest.mark.parametrize("base", ["", "https://example.com/docs/"])
def test_no_link_of_a_document_runs(make_site, url, base):
    site = make_site(links_spec(url), options={"link_base": base} if base else {}).build()
    for docname in ("api/index", "api/t/index", "api/t/x"):
        tags = site.body(docname).find_all(["a", "img"])
        targets = {scheme_of(tag.get(key, "")) for tag in tags for key in ("href", "src")}
        assert targets <= {"", "http", "https", "mailto"}
    assert site.text("api/t/x").count("More of it") == 2


def test_links_that_do_not_run_are_links(make_site):
    site = make_site(links_spec(" https://safe.example/\tx ")).build()
    targets = [tag["href"] for tag in site.body("api/index").find_all("a", class_="external")]
    assert targets.count("https://safe.example/x") >= 6
    field = site.body("api/t/x").find(id="response-200-f").find_next("a", string="More of it")
    assert field["href"] == "https://safe.example/x"


# Languages of code


def test_code_in_languages_that_nobody_knows_is_plain(make_site):
    fences = "".join(f"\n```{name}\nshown {name}\n```\n" for name in ("mermaid", "csv", "dotenv2", "Äx", "a b", "{c}"))
    faulty = '\n```json\n{"not": json,\n```\n\n```python\ndef (\n```\n\n~~~yaml\n- : [\n~~~\n'
    content = {
        "application/json": {"schema": {"properties": {"f": {"type": "string", "description": fences + faulty}}}}
    }
    responses = {"200": {"description": fences, "content": content}}
    described = operation("x", "t", description=fences + faulty, responses=responses)
    for builder in ("html", "latex"):
        site = make_site(api({"/x": {"get": described}}), builder=builder).build()
        assert site.warnings == []
        pages = site.text("api/t/x") if builder == "html" else " ".join(outputs(site, "*.tex").values())
        for name in ("mermaid", "csv", "dotenv2"):
            assert f"shown {name}" in pages
    assert '{"not": json,' in make_site(api({"/x": {"get": described}})).build().text("api/t/x")


# Texts that explode


LONG = "x" * 30_000
WIDE = "|" + "a|" * 1000
BOMBS = {
    "definitions": ("[a]: https://boats.test/" + LONG + "\n\n" + "[a] " * 9000, "addresses of some links"),
    "definitions of images": ("[a]: https://boats.test/" + LONG + "\n\n" + "![a] " * 9000, "addresses of some links"),
    "addresses": ("http://a.b/(" * 6000, ""),
    "addresses without an end": ("http://a" * 8000, ""),
    "slashes": ("//a.b/" * 10_000, ""),
    "many addresses": ("http://a.b/ " * 20_000, "more characters"),
    "a table": (f"{WIDE}\n|{'-|' * 1000}\n" + f"{WIDE}\n" * 200, "more characters"),
    "a table of short rows": (f"{WIDE}\n|{'-|' * 1000}\n" + "|\n" * 3000, "more rows"),
    "formatting without an end": ("<p>" + "".join(f"<b a{n}>" for n in range(3000)) + "<p>x" * 3000, ""),
    "headings": ("# a\n" * 30_000, "more characters"),
    "lists": ("1. a\n" * 30_000, "more characters"),
    "brackets": ("[" * 100_000, "more characters"),
    "comments": ("<!--" * 30_000, "more characters"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_descriptions_that_explode_cost_little_and_say_what_they_lack(name):
    text, missing = BOMBS[name]
    start = time.process_time()
    content = nodes.container("", *render_markdown(text))
    html = markdown_html(text)
    assert time.process_time() - start < 10  # half a second, unless the machine is busy
    assert sum(1 for _ in content.findall()) < 60_000
    assert len(html) < 1_000_000
    for words in (content.astext(), shown(html)):
        assert missing in words
        assert len(words) > 1000


def test_cells_that_span_columns_make_no_more_of_them():
    content = nodes.container("", *render_markdown("<table><tr>" + "<td colspan=50>b" * 2000 + "<tr><td>a" * 1500))
    assert sum(1 for _ in content.findall()) < 60_000
    assert "1,496 more rows do not fit on this page." in content.astext()


@pytest.mark.parametrize("name", ["definitions", "lists", "a table of short rows"])
def test_pages_of_descriptions_that_explode(make_site, name):
    text, missing = BOMBS[name]
    fields = {"properties": {f"f{n}": {"type": "string", "description": f"{text}\n{n}"} for n in range(5)}}
    responses = {"200": {"description": text, "content": {"application/json": {"schema": fields}}}}
    spec = api({"/x": {"get": operation("x", "t", description=f"Begins.\n\n{text}", responses=responses)}})
    site = make_site(spec).build()
    assert (site.outdir / "api/t/x.html").stat().st_size < 3_000_000
    assert site.text("api/t/x").count(missing) > 1
    assert "Begins." in site.text("api/t/x")
    assert site.warnings == []


def test_a_long_description_is_shown_whole(make_site):
    text = "".join(f"## Part {n}\n\nA *word* and [another](https://x.example/{n}), `code`.\n\n" for n in range(700))
    spec = api({"/x": {"get": operation("x", "t")}})
    spec["info"]["description"] = text
    shown = make_site(spec).build().text("api/index")
    assert "Part 699" in shown
    assert "fit on this page" not in shown
