"""Pages in a real browser: tabs, folding, deep links, copying, accessibility."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading

import pytest
from conftest import api, operation

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt-get install chromium)")

PAGE = "api/pets/pets_create.html"
OWNER = {"type": "object", "properties": {"home": {"type": "object", "properties": {"street": {"type": "string"}}}}}
PET = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "description": "What it is *called*."},
        "owner": OWNER,
        "kind": {
            "oneOf": [
                {"type": "object", "title": "Cat", "properties": {"meow": {"type": "string"}}},
                {"type": "object", "title": "Dog", "properties": {"bark": {"type": "string"}}},
            ]
        },
    },
}
CONTENT = {"application/json": {"schema": PET}}
SPEC = api(
    {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "post": operation(
                "pets_create",
                "pets",
                description="Creates a pet.",
                security=[{"key": []}],
                requestBody={"required": True, "content": CONTENT},
                responses={
                    "200": {"description": "Made.", "content": CONTENT},
                    "400": {"description": "Wrong.", "content": {"application/json": {"schema": OWNER}}},
                },
            ),
            "get": operation("pets_list", "pets", deprecated=True),
        }
    },
    components={"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    tags=[{"name": "pets", "description": "All about pets."}],
)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/favicon.ico":  # browsers ask for it by themselves
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        instance = play.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield instance
        instance.close()


@pytest.fixture
def open_page(make_site, browser):
    servers, contexts = [], []

    def open_(path=PAGE, theme="furo", scheme="light", spec=SPEC):
        site = make_site(spec).build(html_theme=theme)
        handler = functools.partial(QuietHandler, directory=str(site.outdir))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        context = browser.new_context(color_scheme=scheme, permissions=["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        base = f"http://127.0.0.1:{server.server_port}/"
        page.on(
            "request",
            lambda request: None if request.url.startswith((base, "data:")) else page.problems.append(request.url),
        )
        page.goto(base + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    for server in servers:
        server.shutdown()


def test_tabs_show_one_response_at_a_time(open_page):
    page = open_page()
    assert page.locator("#response-200").is_visible()
    assert not page.locator("#response-400").is_visible()
    page.get_by_text("400 Bad Request").click()
    assert page.locator("#response-400").is_visible()
    assert not page.locator("#response-200").is_visible()
    assert page.problems == []


def test_alternatives_are_tabs(open_page):
    page = open_page()
    meow, bark = page.locator("[id='request-kind.meow']"), page.locator("[id='request-kind.bark']")
    assert meow.is_visible()
    assert not bark.is_visible()
    page.locator("#request label", has_text="Dog").click()
    assert bark.is_visible()


def test_nested_fields_fold(open_page):
    page = open_page()
    home, street = page.locator("[id='request-owner.home']"), page.locator("[id='request-owner.home.street']")
    assert home.is_visible()
    assert not street.is_visible()
    page.locator("[id='request-owner.home'] + dd summary").click()
    assert street.is_visible()


def test_a_deep_link_opens_what_its_target_is_folded_into(open_page):
    page = open_page(f"{PAGE}#response-400-home.street")
    assert page.locator("[id='response-400-home.street']").is_visible()
    assert page.problems == []


def test_copying_the_markdown(open_page):
    page = open_page(PAGE)
    page.get_by_role("button", name="Copy the Markdown").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("# ")


def test_copying_the_path(open_page):
    page = open_page()
    page.get_by_role("button", name="Copy the path").click()
    assert page.evaluate("navigator.clipboard.readText()") == "/pets/{id}"


def test_narrow_screens_do_not_scroll_sideways(open_page):
    page = open_page()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", [PAGE, "api/pets/index.html", "api/index.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme"])
def test_axe_finds_nothing_serious_in_the_content(open_page, theme, scheme, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page = open_page(path, theme, scheme)
    page.wait_for_timeout(600)  # themes and tabs fade into their colours
    found = axe.run(page, context="article").response
    assert found["passes"]
    serious = [item for item in found["violations"] if item["impact"] in ("serious", "critical")]
    assert [(item["id"], node["html"][:200]) for item in serious for node in item["nodes"]] == []


@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster"])
def test_navigation_shows_where_the_reader_is_and_leads_on(open_page, theme):
    tags = ("cats", "dogs")
    spec = api({f"/{tag}/{n}": {"get": operation(f"{tag}_{n}", tag)} for tag in tags for n in range(3)})
    page = open_page("api/dogs/dogs_0.html", theme, spec=spec)
    current = page.locator("li.current > a.current.reference:visible")
    for number in (0, 1):
        assert page.title().startswith(f"Dogs {number}")
        assert current.all_inner_texts() == [f"Dogs {number}"]
        others = page.locator("li:not(.current) > a.reference:visible", has_text="Dogs ").all_inner_texts()
        assert [text for text in others if text in ("Dogs 0", "Dogs 1", "Dogs 2")] == [
            f"Dogs {n}" for n in range(3) if n != number
        ]
        assert page.locator("li > a.reference:visible", has_text="Cats").all_inner_texts() == ["Cats"]
        if theme != "alabaster":  # which does not style the current page
            style = "element => getComputedStyle(element).color + getComputedStyle(element).fontWeight"
            other = page.locator("li:not(.current) > a.reference:visible", has_text="Dogs 2")
            assert current.evaluate(style) != other.evaluate(style)
        assert page.locator("link[rel=next]").get_attribute("href") == f"dogs_{number + 1}.html"
        page.locator("li > a.reference:visible", has_text="Dogs 1").click()
    page.locator("li > a.reference:visible", has_text="Cats").click()
    assert page.title().startswith("Cats")
    # pydata-sphinx-theme complains of not knowing yet whether the reader wants it dark.
    assert [problem for problem in page.problems if "theme mode" not in problem] == []
