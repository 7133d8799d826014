"""Pages in a real browser: tabs, folding, deep links, copying, accessibility."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import subprocess
import sys
import threading
from importlib.util import find_spec
from urllib.parse import quote

import pytest
from conftest import api, operation

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt-get install chromium)")

PAGE = "api/pets/pets_create.html"
PATIENCE = 120_000
"""How many milliseconds a busy machine may take for what a test waits for."""


def _nested(schema, name):
    return {"type": "object", "properties": {name: schema}}


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
        **{f"field_{number}": {"type": "integer"} for number in range(30)},
        "size": {"enum": ["s", "m"], "x-enumDescriptions": {"s": "Small."}},
    },
}
CONTENT = {"application/json": {"schema": PET}}
ERROR = {"$ref": "#/components/schemas/Error"}
LEVELS = [{"name": "deep", "in": "query", "schema": functools.reduce(_nested, "gfedcba", {"type": "string"})}]
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
                    "401": {"$ref": "#/components/responses/Unauthorized"},
                    "200": {"description": "Made.", "content": CONTENT},
                    "400": {"description": "Wrong.", "content": {"application/json": {"schema": OWNER}}},
                },
            ),
            "get": operation("pets_list", "pets", deprecated=True, parameters=LEVELS),
        },
        "/a-long-first-segment/{with_a_variable}/and-another-segment/{further_variable}/end": {
            "get": operation("long_path", "pets")
        },
    },
    components={
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "responses": {
            "Unauthorized": {"description": "Who are you?", "content": {"application/json": {"schema": ERROR}}}
        },
        "schemas": {
            "Error": {"type": "object", "description": "What went wrong.", "properties": {"code": {"type": "integer"}}}
        },
    },
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

    def open_(
        path=PAGE,
        theme="furo",
        scheme="light",
        script="",
        conf="",
        files=None,
        has_script=True,
        spec=SPEC,
        is_apart=False,
        **settings,
    ):
        site = make_site(spec, files, conf=conf)
        if is_apart:  # some themes leave something behind in the process that keeps Playwright from stopping
            theme_settings = ["-D", f"html_theme={theme}", "-D", "html_title=Test"]
            command = [sys.executable, "-m", "sphinx", "-q", *theme_settings, site.srcdir, site.outdir]
            subprocess.run(command, check=True)
        else:
            site.build(html_theme=theme, html_title="Test")
        handler = functools.partial(QuietHandler, directory=str(site.outdir))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        permissions = ["clipboard-read", "clipboard-write"]
        context = browser.new_context(
            color_scheme=scheme, permissions=permissions, java_script_enabled=has_script, **settings
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(script)
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
    page.locator("#responses label", has_text="400 Bad Request").click()
    assert page.locator("#response-400").is_visible()
    assert not page.locator("#response-200").is_visible()
    assert page.problems == []


def test_alternatives_are_tabs(open_page):
    page = open_page()
    meow, bark = page.locator("[id='request-kind-cat.meow']"), page.locator("[id='request-kind-dog.bark']")
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
    page.get_by_role("button", name="Copy page as Markdown").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("# ")
    assert "Index of all pages: [llms.txt](" in copied


def test_copying_the_path(open_page):
    page = open_page()
    page.get_by_role("button", name="Copy the path").click()
    assert page.evaluate("navigator.clipboard.readText()") == "/pets/{id}"


def test_copying_code(open_page):
    page = open_page()
    button = page.get_by_role("button", name="Copy the code").first
    assert button.evaluate("node => getComputedStyle(node).opacity") == "1"
    button.click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl -X POST https://YOUR-SERVER/pets/1")


def test_no_button_where_nothing_can_be_copied(open_page):
    page = open_page(script="delete Navigator.prototype.clipboard")
    assert page.get_by_role("button", name="Copy").count() == 0
    assert page.problems == []


def test_a_deep_link_wins_over_the_tab_that_was_chosen_before(open_page):
    page = open_page()
    page.locator("#request label", has_text="Dog").click()
    page.goto(page.url + "#response-200-kind-cat.meow")
    page.reload()
    assert page.locator("[id='response-200-kind-cat.meow']").is_visible()


def test_the_status_of_a_sample_leads_to_its_response(open_page):
    page = open_page()
    page.locator(".openapi-samples label", has_text="400").click()
    page.locator(".openapi-returned a", has_text="400").click()
    assert page.locator("#response-400").is_visible()


def test_a_shared_error_leads_to_where_it_is_explained(open_page):
    page = open_page()
    page.locator("#response-401 a", has_text="401 Unauthorized").click()
    page.wait_for_url("**/api/index.html#error-Unauthorized")
    assert page.locator("#error-Unauthorized").get_by_text("Who are you?").is_visible()


def test_tabs_are_chosen_with_the_keyboard_and_in_step(open_page):
    page = open_page()
    page.locator("#request .openapi-alternatives > input").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("[id='request-kind-dog.bark']").is_visible()
    assert page.locator("[id='response-200-kind-dog.bark']").is_visible()
    outline = "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
    assert page.evaluate(outline) == "solid"


def test_a_disclosure_opens_with_the_keyboard(open_page):
    page = open_page()
    page.locator("[id='request-owner.home'] + dd summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("[id='request-owner.home.street']").is_visible()


def test_the_name_of_a_field_links_to_it(open_page):
    page = open_page()
    link = page.get_by_role("link", name="name", exact=True).and_(page.locator("#request-name a"))
    link.hover()
    assert "underline" in link.evaluate("link => getComputedStyle(link).textDecoration")
    link.click()
    assert page.url.endswith("#request-name")


PATHS = [PAGE, "api/pets/pets_list.html", "api/pets/long_path.html", "api/index.html", "api/schemas/Error.html"]


@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "alabaster"])
def test_narrow_screens_do_not_scroll_sideways(open_page, theme):
    page = open_page(theme=theme)
    page.set_viewport_size({"width": 390, "height": 800})
    top = page.url.removesuffix(PAGE)
    for path in PATHS:
        page.goto(top + path)
        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_lines_of_a_path_end_at_slashes(open_page):
    page = open_page("api/pets/long_path.html")
    page.set_viewport_size({"width": 390, "height": 800})
    segments = page.locator(".openapi-signature .openapi-path > span")
    heights = [box["height"] for box in (segment.bounding_box() for segment in segments.all())]
    tops = {box["y"] for box in (segment.bounding_box() for segment in segments.all())}
    assert len(tops) > 1
    assert max(heights) < 1.5 * min(heights)


SIDE_BY_SIDE = ["furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster"]


@pytest.mark.parametrize("theme", SIDE_BY_SIDE)
def test_samples_stand_beside_the_fields_and_stay_in_view(open_page, theme):
    page = open_page(theme=theme, viewport={"width": 1440, "height": 900})
    samples, fields = page.locator(".openapi-samples").bounding_box(), page.locator("#request").bounding_box()
    first = page.locator(".openapi-samples pre >> visible=true").first.bounding_box()
    assert samples["x"] >= fields["x"] + page.locator("dl.openapi-fields").first.bounding_box()["width"]
    assert samples["x"] + samples["width"] <= 1440
    assert first["y"] < 500
    page.mouse.move(fields["x"] + 20, 700)
    page.mouse.wheel(0, 1200)
    page.wait_for_function("scrollY > 800")
    assert 0 <= page.locator(".openapi-samples").bounding_box()["y"] < 300


@pytest.mark.parametrize("theme", SIDE_BY_SIDE)
@pytest.mark.parametrize(("width", "most"), [(1440, 480), (390, 1000)])
def test_the_first_field_stands_high(open_page, theme, width, most):
    page = open_page(theme=theme, viewport={"width": width, "height": 900})
    assert page.locator("dl.openapi-fields > dt").first.bounding_box()["y"] <= most
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_narrow_screens_samples_follow_the_fields_of_the_request(open_page):
    page = open_page(viewport={"width": 900, "height": 900})
    tops = [page.locator(place).bounding_box()["y"] for place in ("#request", ".openapi-samples", "#responses")]
    assert tops == sorted(tops)


@pytest.mark.parametrize("has_script", [True, False])
def test_long_samples_show_their_beginning_until_all_is_wanted(open_page, has_script):
    page = open_page(has_script=has_script)
    block = page.locator(".openapi-samples .highlight:has(.openapi-more) >> visible=true").first
    height = block.bounding_box()["height"]
    block.get_by_text("Show all").click()
    assert block.bounding_box()["height"] > height + 100
    block.get_by_text("Show less").click()
    assert block.bounding_box()["height"] == height


LONG = {"owner": {"name": "Ada", "tags": [f"tag-{number}" for number in range(8)]}, "few": {"a": 1}, "last": "end"}
FOLDABLE = api(
    {
        "/pets/{id}": {
            "post": operation(
                "pets_create",
                "pets",
                responses={"200": {"description": "Made.", "content": {"application/json": {"example": LONG}}}},
            )
        }
    }
)


def test_objects_and_arrays_of_examples_fold(open_page):
    page = open_page(spec=FOLDABLE)
    code = page.locator(".openapi-returned-example pre")
    whole, height = code.evaluate("node => node.textContent"), code.bounding_box()["height"]
    folds = code.get_by_role("button")
    assert [button.get_attribute("aria-label") for button in folds.all()] == ["11 lines", "8 lines"], (
        "not the short one"
    )
    folds.nth(1).click()
    assert folds.nth(1).get_attribute("aria-expanded") == "false"
    assert code.bounding_box()["height"] < height - 100
    assert code.evaluate("node => node.textContent") == whole
    page.get_by_role("button", name="Copy the code").last.click()
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == LONG
    code.evaluate("node => getSelection().selectAllChildren(node)")
    page.keyboard.press("Control+c")
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == LONG
    page.emulate_media(media="print")
    assert code.bounding_box()["height"] >= height - 5
    assert not folds.first.is_visible()
    page.emulate_media(media="screen")
    folds.nth(1).press("Enter")
    assert code.bounding_box()["height"] == height


def test_the_search_of_the_browser_opens_what_is_folded(open_page):
    page = open_page(spec=FOLDABLE)
    folds = page.locator(".openapi-returned-example pre").get_by_role("button")
    folds.first.click()
    page.locator(".openapi-part[hidden]").first.evaluate(
        "node => node.dispatchEvent(new Event('beforematch', { bubbles: true }))"
    )
    assert folds.first.get_attribute("aria-expanded") == "true"


def test_all_that_is_folded_opens_and_closes_at_once(open_page):
    page = open_page()
    section = page.locator("#request")
    section.get_by_role("button", name="Expand all").click()
    assert page.locator("[id='request-owner.home.street']").is_visible()
    section.get_by_role("button", name="Collapse all").click()
    assert not page.locator("[id='request-owner.home']").is_visible()


def test_states_stand_beside_the_title(open_page):
    page = open_page("api/pets/pets_list.html")
    title, state = page.locator("h1").bounding_box(), page.locator(".openapi-states").bounding_box()
    assert page.locator(".openapi-states").inner_text() == "deprecated"
    assert title["y"] <= state["y"] <= title["y"] + title["height"]
    assert page.title().startswith("List all pets")
    assert "deprecated" not in page.title()


def test_the_address_of_the_server_stands_before_the_path(open_page):
    spec = {**SPEC, "servers": [{"url": "https://example.com/v1"}]}
    page = open_page(spec=spec)
    assert page.locator(".openapi-base").inner_text() == "https://example.com/v1"
    page.get_by_role("button", name="Copy the URL").click()
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.com/v1/pets/{id}"


@pytest.mark.parametrize(("segments", "is_seen"), [(2, True), (5, False)])
def test_the_address_of_the_server_gives_way_to_a_long_path(open_page, segments, is_seen):
    path = "/segment" * segments
    spec = api({path: {"post": operation("x", "g")}}, servers=[{"url": "https://service.example.com/version"}])
    page = open_page("api/g/x.html", spec=spec, viewport={"width": 1440, "height": 900})
    line, shown = page.locator("p.openapi-signature").bounding_box(), page.locator(".openapi-path").bounding_box()
    base, words = page.locator(".openapi-base").bounding_box(), page.locator(".openapi-base > span").bounding_box()
    assert shown["height"] < line["height"] < 60
    assert (words["y"] < base["y"] + base["height"]) is is_seen


def test_everything_is_printed(open_page):
    page = open_page()
    page.emulate_media(media="print")
    for identifier in (
        "request-kind-cat.meow",
        "request-kind-dog.bark",
        "response-400-home",
        "request-owner.home.street",
    ):
        assert page.locator(f"[id='{identifier}']").is_visible(), identifier
    assert not page.get_by_role("button", name="Copy the path").is_visible()


def test_folded_errors_are_printed_without_scripts(open_page):
    page = open_page(path="api/index.html", has_script=False)
    words = page.locator("#error-Unauthorized").get_by_text("Who are you?")
    assert not words.is_visible()
    page.emulate_media(media="print")
    assert words.is_visible()


@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "sphinx_rtd_theme"])
def test_pages_on_paper_are_full_and_cut_nothing_off(open_page, theme):
    page = open_page(theme=theme, viewport={"width": 794, "height": 1100}, has_script=False)
    page.emulate_media(media="print")
    sample = page.locator(".openapi-samples .highlight:has(.openapi-more) pre >> visible=true").first
    assert sample.evaluate("node => node.scrollHeight - node.clientHeight") <= 2
    around = """(node, name) => {
      const found = [];
      for (; node; node = node.parentElement) found.push(getComputedStyle(node)[name]);
      return found;
    }"""
    assert sample.evaluate("node => getComputedStyle(node).maskImage") == "none"
    assert "avoid" not in sample.evaluate(around, "breakInside")
    if theme == "pydata_sphinx_theme":
        assert "flex" not in sample.evaluate(around, "display")
    label = page.locator(".openapi-samples label.sd-tab-label").first
    assert label.evaluate("node => [getComputedStyle(node).display, getComputedStyle(node).breakAfter]") == [
        "block",
        "avoid",
    ]
    method = page.locator(".openapi-signature .openapi-method")
    assert method.evaluate("node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]") == [
        "rgb(0, 0, 0)",
        "rgba(0, 0, 0, 0)",
    ]


def test_everything_can_be_read_without_a_script(open_page):
    page = open_page(has_script=False)
    page.locator("#responses label", has_text="400 Bad Request").click()
    assert page.locator("#response-400").is_visible()
    page.locator("[id='request-owner.home'] + dd summary").click()
    assert page.locator("[id='request-owner.home.street']").is_visible()


@pytest.mark.parametrize("has_script", [True, False])
def test_one_choice_changes_the_samples_in_all_languages(open_page, has_script):
    examples = {"small": {"value": {"size": 1}}, "large": {"value": {"size": 9}}}
    content = {"application/json": {"schema": {"type": "object"}, "examples": examples}}
    spec = api({"/x": {"post": operation("x", "g", requestBody={"content": content})}})
    page = open_page("api/g/x.html", has_script=has_script, spec=spec)
    samples = page.locator(".openapi-samples")
    assert samples.get_by_text('"size": 1').first.is_visible()
    samples.get_by_text("large", exact=True).click()
    for language in ("cURL", "Python", "JavaScript"):
        samples.get_by_text(language, exact=True).locator("visible=true").click()
        shown = samples.locator("pre >> visible=true")
        assert shown.count() == 1
        assert '"size": 9' in shown.inner_text()
    assert page.problems == []


def test_marks_are_seen_in_forced_colors(open_page):
    page = open_page(forced_colors="active")
    border = "node => getComputedStyle(node).borderTopStyle + getComputedStyle(node).borderTopColor"
    assert "rgba(0, 0, 0, 0)" not in page.locator(".openapi-signature .openapi-method").evaluate(border)
    width = "node => parseFloat(getComputedStyle(node).borderTopWidth)"
    chosen, other = page.locator(".openapi-samples label").first, page.locator(".openapi-samples label").nth(1)
    assert chosen.evaluate(width) > other.evaluate(width)


def _wait_for_colours(page):
    """Wait until nothing fades into its colours any more, as in themes and tabs."""
    page.evaluate(
        """async () => {
            const finite = (animation) => animation.effect.getComputedTiming().endTime < Infinity;
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
            await Promise.allSettled(document.getAnimations().filter(finite).map((animation) => animation.finished));
        }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", SIDE_BY_SIDE)
def test_axe_finds_nothing_serious_in_the_content(open_page, theme, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page = open_page(theme=theme, scheme=scheme, viewport={"width": 1440, "height": 900})
    top = page.url.removesuffix(PAGE)
    for path in (*PATHS, "api/pets/index.html", "api/schemas/index.html"):
        page.goto(top + path)
        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        _wait_for_colours(page)
        # Colours within code and of titles of admonitions are the theme's: some have less contrast.
        themes_own = [[".highlight pre span"], [".admonition-title"]]
        context = {"include": [["h1"], ["[class*=openapi]"]], "exclude": themes_own}
        found = axe.run(page, context=context).response
        assert found["passes"]
        serious = [item for item in found["violations"] if item["impact"] in ("serious", "critical")]
        assert [(path, item["id"], node["html"][:200]) for item in serious for node in item["nodes"]] == []


@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster"])
def test_navigation_shows_where_the_reader_is_and_leads_on(open_page, theme):
    tags = ("cats", "dogs")
    spec = api({f"/{tag}/{n}": {"get": operation(f"{tag}_{n}", tag)} for tag in tags for n in range(3)})
    page = open_page("api/dogs/dogs_0.html", theme, spec=spec)
    current = page.locator("li.current > a.current.reference:visible")
    for number in (0, 1):
        assert page.title().startswith(f"Dogs {number}")
        assert current.all_inner_texts() == [f"GET Dogs {number}"]
        others = page.locator("li:not(.current) > a.reference:visible", has_text="Dogs ").all_inner_texts()
        assert [text for text in others if text in ("GET Dogs 0", "GET Dogs 1", "GET Dogs 2")] == [
            f"GET Dogs {n}" for n in range(3) if n != number
        ]
        assert page.locator("li > a.reference:visible", has_text="Cats").all_inner_texts() == ["Cats"]
        if theme != "alabaster":  # which does not style the current page
            style = "element => getComputedStyle(element).color + getComputedStyle(element).fontWeight"
            other = page.locator("li:not(.current) > a.reference:visible", has_text="Dogs 2")
            assert current.evaluate(style) != other.evaluate(style)
        assert page.locator("link[rel=next]").get_attribute("href") == f"dogs_{number + 1}.html"
        page.locator("li > a.reference:visible", has_text="Dogs 1").click()
        if number == 0:
            page.wait_for_url("**/dogs_1.html*")
    page.locator("li > a.reference:visible", has_text="Cats").click()
    page.wait_for_url("**/cats/index.html*")
    assert page.title().startswith("Cats")
    # pydata-sphinx-theme complains of not knowing yet whether the reader wants it dark.
    assert [problem for problem in page.problems if "theme mode" not in problem] == []


def test_beside_copybutton_only_the_code_has_its_button(open_page):
    page = open_page(conf="extensions += ['sphinx_copybutton']")
    assert page.get_by_label("Copy the path").count() == 1
    assert page.get_by_label("Copy page as Markdown").count() == 1
    assert page.get_by_label("Copy the code").count() == 0
    assert page.locator(".openapi-samples button.copybtn").count() > 0


def test_search_finds_an_operation_by_title_name_and_path_first(open_page):
    page = open_page("search.html", theme="basic")
    for query, found in {
        "List all pets": "pets_list",
        "pets_create": "pets_create",
        "/pets/{id}": "pets_create",
        "POST /pets/{id}": "pets_create",
        "a-long-first-segment": "long_path",
        "Error": "schemas/Error",
        "pets": "pets/index",
    }.items():
        page.goto(f"{page.url.partition('?')[0]}?q={quote(query)}")
        first = page.locator("#search-results li a").first
        assert f"{found}.html" in first.get_attribute("href"), query


@pytest.mark.parametrize(
    "theme", ["basic", "furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster"]
)
def test_search_has_one_row_for_an_operation(open_page, theme):
    page = open_page("search.html", theme=theme)
    top = page.url.partition("?")[0]
    for query in ("List all pets", "pets_list", "GET /pets/{id}"):
        page.goto(f"{top}?q={quote(query)}")
        page.locator("#search-results li a[href*=pets_list]").first.wait_for()
        page.wait_for_function("Search.title.innerText === 'Search Results'")  # all rows are there
        rows = page.locator("#search-results li a[href*=pets_list]").all_inner_texts()
        assert rows == ["List all pets · GET /pets/{id}"], query


def test_furo_shows_the_current_entry_of_a_long_menu(open_page):
    spec = api({f"/{n}": {"get": operation(f"op_{n}", "many")} for n in range(60)})
    page = open_page("api/many/op_18.html", spec=spec)
    page.set_viewport_size({"width": 1200, "height": 400})
    page.reload()
    box, entry = page.locator(".sidebar-scroll").bounding_box(), page.locator(".current-page > a").bounding_box()
    assert box["y"] <= entry["y"] <= box["y"] + box["height"] - entry["height"]
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster"])
def test_methods_in_menus_are_labels_of_one_width(open_page, theme, scheme):
    methods = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
    spec = api({"/x": {method: operation(method, "many") for method in methods}})
    page = open_page("api/many/get.html", theme=theme, scheme=scheme, spec=spec)
    labels = page.locator("b[class^=oa-]:visible")
    assert labels.all_inner_texts() == ["GET", "PUT", "POST", "DEL", "OPT", "HEAD", "PATCH", "TRACE"]
    boxes = [label.bounding_box() for label in labels.all()]
    assert len({(round(box["x"]), round(box["width"])) for box in boxes}) == 1
    grounds = [label.evaluate("label => getComputedStyle(label).backgroundColor") for label in labels.all()[:4]]
    assert len(set(grounds)) == 4, "each of the frequent methods has its colour"
    luminance = """node => ["color", "backgroundColor"].map(name => {
      const part = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      const [red, green, blue] = getComputedStyle(node)[name].match(/[\\d.]+/g).slice(0, 3).map(Number).map(part);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    })"""
    for label in labels.all():
        text, ground = label.evaluate(luminance)
        assert max(text, ground) / min(text, ground) >= 4.5


ATTACKS = (
    "<img src=x onerror=window.pwned=1>",
    '"><script>window.pwned=2</script>',
    "' autofocus onfocus=window.pwned=3 x='",
    "&lt;img src=x onerror=window.pwned=4&gt;",
)
ATTACK = " ".join(ATTACKS)
THEMES = {
    "furo": "",
    "pydata_sphinx_theme": "",
    "sphinx_book_theme": "",
    "sphinx_rtd_theme": "",
    "alabaster": "",
    "basic": "",
    # In an environment of their own: tox -e themes
    "shibuya": "",
    "sphinx_immaterial": "extensions += ['sphinx_immaterial']\nhtml_theme_options = {'font': False}",
    "sphinxawesome_theme": "extensions += ['sphinxawesome_theme']",
    "sphinx_nefertiti": "extensions += ['sphinx_nefertiti']",
}
HOME = "# Home\n\n```{openapi-group}\n```\n\n```{toctree}\napi/index\nbeside\n```\n"


def _attacking_spec():
    named = {"in": "query", "name": f"Parameter {ATTACK}", "schema": {"$ref": "#/components/schemas/S"}}
    attacking = operation(
        f"id {ATTACK}",
        f"tag {ATTACK}",
        summary=f"Seek {ATTACKS[0]} {ATTACKS[3]}",
        description=f"Words {ATTACK}",
        parameters=[named],
        callbacks={f"Callback {ATTACK}": {"/x": {"post": operation("", summary=f"Call {ATTACK}")}}},
    )
    other = operation("other", "others", summary=f"Other {ATTACKS[1]} {ATTACKS[2]}")
    return api(
        {"/seek": {"get": attacking}, f"/other/{ATTACK}": {"get": other}},
        info={"title": f"Ships {ATTACK}", "version": f"1 {ATTACK}"},
        tags=[{"name": f"tag {ATTACK}", "x-displayName": f"Tag {ATTACK}"}, {"name": "others", "summary": ATTACK}],
        **{"x-tagGroups": [{"name": f"Caption {ATTACK}", "tags": [f"tag {ATTACK}", "others"]}]},
        components={"schemas": {"S": {"type": "object", "title": f"S {ATTACK}"}, f"T {ATTACK}": {"type": "string"}}},
    )


@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme == "basic" or find_spec(theme)])
def test_titles_of_a_document_run_nothing_on_any_page_of_any_theme(open_page, theme):
    files = {"index.md": HOME, "beside.md": "# Beside\n\nA page of the author.\n"}
    page = open_page("index.html", theme, conf=THEMES[theme], files=files, spec=_attacking_spec(), is_apart=True)
    top = page.url.removesuffix("index.html")
    links = "[...document.querySelectorAll('a[href]')].map(link => link.href.split('#')[0])"
    todo, seen = [f"{top}{name}.html" for name in ("index", "genindex", "openapi-routes", "search", "beside")], set()
    queries = (f"Seek {ATTACKS[0]} {ATTACKS[3]}", f"Caption {ATTACK}", f"Ships {ATTACK}", f"T {ATTACK}", "seek", "id")
    todo += [f"{top}search.html?q={quote(query)}" for query in queries]
    while todo:
        url = todo.pop()
        seen.add(url)
        page.goto(url)
        page.wait_for_timeout(700 if "?" in url else 100)
        assert page.evaluate("typeof window.pwned") == "undefined", url
        found = [link for link in page.evaluate(links) if link.startswith(top) and link.endswith(".html")]
        todo += sorted({link for link in found if link not in seen and link not in todo and "/_" not in link})
    assert len([url for url in seen if "/api/" in url]) >= 6
    page.goto(f"{top}index.html")
    assert "Seek <img src=x" in page.locator(".openapi-group").first.inner_text()
