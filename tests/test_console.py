"""The console: what is published for it, and what it does in a browser with the boat hire on another port."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from boat_hire_service import TOKEN
from conftest import INDEX, SHARED, api, needs_shared, operation
from test_browser import CHROMIUM, PATIENCE, QuietHandler, browser, playwright  # noqa: F401
from test_drf import EXAMPLE

from sphinxcontrib_openapi_pages.site import console

needs_files = pytest.mark.skipif(console.swagger_ui() is None, reason="needs the extra console")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt-get install chromium)")

CALLBACK = {"told": {"{$request.body#/url}": {"post": operation("told")}}}
SPEC = api(
    {
        "/pets": {"get": operation("pets_list", "pets"), "post": operation("pets_create", "pets", callbacks=CALLBACK)},
        "/odd": {"get": operation("odd", "odd")},
    },
    webhooks={"new": {"post": operation("new_pet")}},
)
ON = {"console": True}


def button(site, docname):
    return site.body(docname).select_one("a.openapi-try")


def settings(site):
    return json.loads((site.outdir / "api/console.json").read_text("utf-8"))


# What is published


@needs_files
def test_each_operation_has_a_button_that_leads_to_the_console_without_javascript(make_site):
    site = make_site(SPEC, options=ON).build()
    assert site.warnings == []
    link = button(site, "api/pets/pets_create")
    assert (link.get_text(), link["href"]) == ("Try it", "../console.html#pets_create")
    assert "Console" in site.body("api/index").find("a", href="console.html").get_text()
    page = site.html("api/console")
    assert page.find("h1").get_text() == "Console: Test API"
    assert "needs JavaScript" in page.find("noscript").get_text()
    assert page.find("noscript").find("a", href="openapi.json")


@needs_files
def test_the_addresses_of_directories_lead_to_the_console_too(make_site):
    site = make_site(SPEC, options=ON, builder="dirhtml").build()
    link = button(site, "api/pets/pets_create/index")
    assert (link["href"], link["data-settings"]) == ("../../console/#pets_create", "../../console.json")
    place = site.html("api/console/index").select_one(".openapi-console-place")
    assert place["data-settings"] == "../console.json"
    assert settings(site)["console"] == "console/"


@needs_files
def test_webhooks_callbacks_and_named_operations_have_no_button(make_site):
    site = make_site(SPEC, options={**ON, "console_exclude": ["odd"]}).build()
    assert button(site, "api/webhooks/new_pet") is None
    assert button(site, "api/odd/odd") is None
    assert len(site.body("api/pets/pets_create").select("a.openapi-try")) == 1
    operations = {"/pets": {"get": "pets_list", "post": "pets_create"}, "/odd": {"get": "odd"}}
    assert (settings(site)["operations"], settings(site)["excluded"]) == (operations, ["odd"])


@needs_files
def test_methods_that_no_browser_sends_have_no_button(make_site):
    item = {name: operation(name, "odd") for name in ("trace", "query")}
    spec = api({"/odd": {**item, "additionalOperations": {"COPY": operation("copy", "odd")}}}, openapi="3.2.0")
    site = make_site(spec, options=ON).build()
    assert {"api/odd/trace", "api/odd/copy"} <= site.docnames()
    assert button(site, "api/odd/query") is not None
    assert [button(site, f"api/odd/{name}") for name in ("trace", "copy")] == [None, None]


def test_without_the_option_there_is_no_trace_of_a_console(make_site):
    site = make_site(SPEC).build()
    assert button(site, "api/pets/pets_list") is None
    assert not list(site.outdir.rglob("*console*"))
    assert "openapi-try.js" not in str(site.html("api/pets/pets_list"))


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "latex", "man"])
def test_other_builders_have_nothing(make_site, builder):
    site = make_site(SPEC, options=ON, builder=builder, conf="epub_show_urls = 'no'\nversion = '1'").build()
    assert [warning for warning in site.warnings if "console" in warning.lower()] == []
    assert not list(site.outdir.rglob("*console*"))
    texts = [path.read_text("utf-8", errors="replace") for path in site.outdir.rglob("*.*html")]
    texts += [path.read_text("utf-8") for suffix in ("txt", "tex", "1") for path in site.outdir.rglob(f"*.{suffix}")]
    assert texts
    assert not any("Try it" in text for text in texts)


def test_without_the_extra_one_warning_says_what_to_install(make_site, monkeypatch):
    console.swagger_ui.cache_clear()
    monkeypatch.setattr(console, "PACKAGE", "no_such_package")
    site = make_site(SPEC, options=ON).build()
    console.swagger_ui.cache_clear()
    (warning,) = site.warnings
    assert "['console'] needs Swagger UI" in warning
    assert "pip install 'sphinxcontrib-openapi-pages[console]'" in warning
    assert warning.startswith("conf.py:4: WARNING: openapi_pages['api']")
    assert button(site, "api/pets/pets_list") is None
    assert not (site.outdir / "api/console.html").exists()


@needs_files
def test_words_of_the_author_stand_above_the_console(make_site):
    files = {"api/console.md": "# Try things\n\nAsk us for a token.\n", "index.md": f"{INDEX}\n{{doc}}`api/console`\n"}
    site = make_site(SPEC, files, options=ON).build()
    page = site.html("api/console")
    assert page.find("h1").get_text().startswith("Try things")
    text = str(page)
    assert text.index("Ask us for a token.") < text.index("openapi-console-place")


@needs_files
def test_a_group_does_not_take_the_address_of_the_console(make_site):
    spec = api({"/c": {"get": operation("c", "console")}})
    site = make_site(spec, options=ON).build()
    assert "api/console-2/c" in site.docnames()
    assert ["is reserved for the console" in warning for warning in site.warnings] == [True]
    assert "api/console/c" in make_site(spec).build().docnames()


@needs_files
def test_the_licence_of_swagger_ui_is_published_with_its_files(make_site):
    site = make_site(SPEC, options=ON).build()
    names = {path.name for path in (site.outdir / "_static/openapi-console").iterdir()}
    assert names == {"swagger-ui-bundle.js", "swagger-ui.css", "oauth2-redirect.html", "oauth2-redirect.js", "LICENSE"}


@needs_files
def test_the_console_speaks_the_language_of_the_site(make_site):
    site = make_site(SPEC, options=ON).build(language="de")
    assert button(site, "api/pets/pets_list").get_text() == "Ausprobieren"
    assert settings(site)["words"]["close"] == "Schließen"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("'console': 'yes'", "['console'] is 'yes'; write True or False"),
        ("'console_proxy': {'api.example.com': '/p'}", "['console_proxy'] is {'api.example.com': '/p'}; write a dict"),
        ("'console_proxy': {'https://a.example': 'p'}", "write a dict from the beginning of an address to a path"),
        ("'console_exclude': ['pets_lst']", "['console_exclude'] contains 'pets_lst', but the document has no such"),
    ],
)
def test_options_that_cannot_be_used(make_site, setting, message):
    site = make_site(SPEC, conf=f"openapi_pages['api'].update({{{setting}}})").build()
    assert [message in warning for warning in site.warnings] == [True]


# In a browser


@pytest.fixture(scope="module")
def boat_hire(tmp_path_factory):
    """The folder of the boat hire, with its document."""
    folder = tmp_path_factory.mktemp("example") / "boat_hire"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.sqlite3", "__pycache__"))
    subprocess.run([sys.executable, "manage.py", "spectacular", "--file", "openapi.yaml"], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def services(boat_hire):
    """The ports of two boat hires: one whose answers pages of other hosts may read, and one that permits nobody."""
    command = [sys.executable, Path(__file__).with_name("boat_hire_service.py")]
    running, ports = [], []
    for arguments in (["cors"], []):
        running.append(subprocess.Popen([*command, *arguments], cwd=boat_hire, stdout=subprocess.PIPE, text=True))
        ports.append(int(running[-1].stdout.readline()))
    yield ports
    for service in running:
        service.terminate()
        service.wait()


@pytest.fixture(scope="module")
def boats(boat_hire, services):
    """The document of the boat hire, with its servers and a token for adding and hiring them."""
    spec = yaml.safe_load((boat_hire / "openapi.yaml").read_text("utf-8"))
    open_port, closed_port = services
    port = {"default": str(open_port)}
    spec["servers"] = [{"url": "http://127.0.0.1:{port}", "variables": {"port": port}}]
    spec["servers"] += [{"url": f"http://127.0.0.1:{closed_port}"}]
    spec["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path in ("/api/boats/", "/api/boats/{id}/hire/"):
        spec["paths"][path]["post"]["security"] = [{"token": []}]
    return spec


class Served:
    """A site on a port of its own, and what the browser asked for and complained about."""

    def __init__(self, site, chromium, policy="", **context):
        sent = {"Content-Security-Policy": policy} if policy else {}
        self.folder = site.outdir
        handler = functools.partial(_handler(sent), directory=str(self.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}/"
        self.context = chromium.new_context(**context)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.requests, self.problems = [], []
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)

    def try_(self, path):
        """Open the page at *path* and its console, and wait until it is ready to fill in."""
        self.page.goto(self.base + path)
        self.page.get_by_role("button", name="Try it").click()
        self.page.locator("dialog .execute").wait_for()
        return self.page

    def foreign(self):
        """The addresses on other hosts that the browser asked."""
        own = (self.base, "data:", "blob:")
        return [request.url for request in self.requests if not request.url.startswith(own)]

    def close(self):
        self.context.close()
        self.server.shutdown()


def _handler(sent):
    class Handler(QuietHandler):
        def end_headers(self):
            for name, value in sent.items():
                self.send_header(name, value)
            super().end_headers()

    return Handler


@pytest.fixture
def serve(make_site, browser, boats):  # noqa: F811
    opened = []

    def serve_(spec=None, options=(), policy="", theme="basic", files=None, **context):
        site = make_site(spec or boats, files, options={**ON, **dict(options)})
        site.build(html_theme=theme)
        opened.append(Served(site, browser, policy, **context))
        return opened[-1]

    yield serve_
    for served in opened:
        served.close()


ADD = "api/boats/boats_create.html"
SHOW = "api/boats/boats_retrieve.html"
HIRE = "api/hires/boats_hire_create.html"


def send(page):
    """Send the request and return the status of the answer."""
    if page.locator(".btn-clear").count():
        page.locator(".btn-clear").click()
    page.locator(".execute").click()
    status = page.locator(".live-responses-table .response .response-col_status")
    status.wait_for()
    return status.inner_text().split()[0]


def answer(page):
    return page.locator(".live-responses-table").inner_text()


def log_in(page, token):
    page.locator(".btn.authorize").click()
    page.locator(".auth-container input").fill(token)
    page.locator(".auth-btn-wrapper .authorize").click()
    page.locator(".btn-done").click()


@needs_browser
@needs_files
def test_a_body_is_refused_and_accepted_with_a_token_that_lasts_for_the_tab(serve):
    served = serve()
    page = served.try_(ADD)
    body = page.locator("textarea")
    assert set(json.loads(body.input_value())) == {"name", "kind", "seats", "hourly_rate", "lock_code"}
    log_in(page, "wrong")
    assert send(page) == "401"
    assert "Who are you?" in answer(page)
    page.get_by_role("button", name="Forget credentials").click()
    log_in(page, TOKEN)
    body.fill('{"name": "Isis"}')
    assert send(page) == "400"
    assert "seats" in answer(page)

    page = served.try_(HIRE)
    page.locator(".parameters input").fill("7")
    assert send(page) == "404"  # no such boat, but the token is known
    kept = page.evaluate("[JSON.stringify(localStorage), document.cookie, location.href]")
    assert TOKEN not in str([kept, [request.url for request in served.requests]])
    page.get_by_role("button", name="Forget credentials").click()
    page.get_by_role("button", name="Forget credentials").wait_for(state="hidden")
    assert TOKEN not in page.evaluate("JSON.stringify(sessionStorage)")
    assert send(page) == "401"
    other = served.context.new_page()
    other.goto(served.base + ADD)
    assert other.evaluate("sessionStorage.length") == 0


@needs_browser
@needs_files
def test_a_path_parameter_is_asked_for_and_a_server_has_variables(serve, services):
    page = serve().try_(SHOW)
    page.locator(".execute").click()
    page.locator(".parameters input.invalid").wait_for()
    assert page.locator(".parameters .required").count() == 1
    page.locator(".parameters input").fill("12345")
    assert page.locator(".servers input").input_value() == str(services[0])
    assert send(page) == "404"
    assert f"http://127.0.0.1:{services[0]}/api/boats/12345/" in page.locator(".request-url").inner_text()


@needs_browser
@needs_files
def test_a_service_without_cors_is_explained_and_a_proxy_helps(serve, services):
    closed = f"http://127.0.0.1:{services[1]}"
    served = serve()
    page = served.try_(ADD)
    log_in(page, TOKEN)
    page.locator(".servers select").select_option(closed)
    page.locator(".execute").click()
    notice = page.get_by_role("alert")
    notice.wait_for()
    text = notice.inner_text()
    assert f"{closed}, because the service does not permit it (CORS)" in text
    assert f"Access-Control-Allow-Origin: {served.base.rstrip('/')}" in text
    assert "Access-Control-Allow-Headers: Authorization, Content-Type" in text
    kept = served.try_(SHOW).locator(".servers select")
    playwright.expect(kept).to_have_value(closed, timeout=PATIENCE)  # the server is kept as well

    page = serve(options={"console_proxy": {closed: "/lake"}}).try_(SHOW)
    page.route("**/lake/**", lambda route: route.fulfill(json={"name": "Isis"}))
    page.locator(".servers select").select_option(closed)
    page.locator(".parameters input").fill("1")
    assert send(page) == "200"
    assert "Isis" in answer(page)


@needs_browser
@needs_files
def test_a_service_that_is_not_there_is_told_from_one_without_cors(serve, boats):
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as closed:
        port = closed.server_port
    served = serve({**boats, "servers": [{"url": f"http://127.0.0.1:{port}"}]})
    page = served.try_("api/boats/boats_list.html")
    page.locator(".execute").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").inner_text().startswith(f"http://127.0.0.1:{port} does not respond.")


@needs_browser
@needs_files
def test_a_strict_policy_is_enough_and_what_it_forbids_is_explained(serve, services):
    allowed, closed = (f"http://127.0.0.1:{port}" for port in services)
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' {allowed}"
    )
    served = serve(policy=policy)
    page = served.page
    page.goto(served.base + SHOW)
    served.problems.clear()  # the theme has scripts and styles in its pages
    page.get_by_role("button", name="Try it").click()
    page.locator(".parameters input").fill("12345")
    assert send(page) == "404"
    assert [text for text in served.problems if "Content Security Policy" in text] == []
    page.locator(".servers select").select_option(closed)
    page.locator(".execute").click()
    page.get_by_role("alert").wait_for()
    words = "Add the service to connect-src in the Content-Security-Policy of this site."
    assert words in page.get_by_role("alert").inner_text()


@needs_browser
@needs_files
def test_without_javascript_the_button_leads_to_the_page_of_the_console(serve):
    served = serve(java_script_enabled=False)
    served.page.goto(served.base + ADD)
    served.page.get_by_role("link", name="Try it").click()
    assert served.page.url == f"{served.base}api/console.html#boats_create"
    assert "The console needs JavaScript." in served.page.locator("body").inner_text()


@needs_browser
@needs_files
def test_without_a_network_the_button_says_so_and_works_later(serve):
    served = serve()
    served.page.goto(served.base + ADD)
    served.context.set_offline(True)
    served.page.get_by_role("button", name="Try it").click()
    served.page.get_by_text("Check your network connection.").wait_for()
    served.context.set_offline(False)
    served.page.reload()
    served.page.get_by_role("button", name="Try it").click()
    served.page.locator("dialog .execute").wait_for()


@needs_browser
@needs_files
def test_the_page_weighs_next_to_nothing_more_before_the_click(serve, make_site, boats):
    served = serve()
    served.page.goto(served.base + ADD)
    served.page.wait_for_load_state("networkidle")
    ours = [request for request in served.requests if "openapi-try" in request.url or "console" in request.url]
    (script,) = ours
    plain = make_site(boats).build()
    name = ADD.removesuffix(".html")
    page = (plain.srcdir.parent / "site1" / "_build" / "html" / ADD).read_bytes()
    more = len(page) - len((plain.outdir / f"{name}.html").read_bytes())
    assert len(script.response().body()) + more < 1800
    assert served.foreign() == []


@needs_browser
@needs_files
@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "sphinx_rtd_theme"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dialog_follows_the_theme_keeps_focus_and_fits_a_telephone(serve, theme, scheme):
    served = serve(theme=theme, color_scheme=scheme, viewport={"width": 390, "height": 800})
    page = served.try_(ADD)
    dialog = page.locator("dialog[aria-labelledby=title]")
    is_dark = scheme == "dark" and theme != "sphinx_rtd_theme"
    background = dialog.evaluate("dialog => getComputedStyle(dialog).backgroundColor")
    assert background == ("rgb(28, 32, 34)" if is_dark else "rgb(255, 255, 255)")
    assert page.get_by_role("dialog", name="Try it: POST /api/boats/").is_visible()
    width = dialog.evaluate("dialog => [dialog.scrollWidth - dialog.clientWidth, dialog.clientWidth]")
    assert width[0] <= 0
    assert width[1] <= 390
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "[document.body, document.querySelector('body > div:last-child')].includes(document.activeElement)"
        )
    page.locator(".btn.authorize").click()
    page.keyboard.press("Escape")
    assert dialog.is_visible()
    page.locator(".auth-container").wait_for(state="hidden")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "Try it"
    page.keyboard.press("Space")
    dialog.wait_for()
    assert [text for text in served.problems if "invalid theme mode" not in text] == []  # that is pydata's own


@needs_browser
@needs_files
def test_the_console_of_the_whole_api_takes_the_published_document(serve):
    served = serve(options={"console_exclude": ["boats_list"], "exclude": ["free_boats"]})
    page = served.page
    page.goto(f"{served.base}api/console.html")
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() == 9
    page.get_by_role("button", name="List boats").first.click()
    page.locator(".opblock.is-open").wait_for()
    assert page.get_by_role("button", name="Try it out").count() == 0
    page.get_by_role("button", name="Show a boat").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("textbox", name="id").fill("12345")
    assert send(page) == "404"
    assert any(request.url.endswith("/api/openapi.json") for request in served.requests)
    page.goto(f"{served.base}api/console.html#boats_create")
    page.reload()
    page.get_by_role("heading", name="Try it: POST /api/boats/").wait_for()
    assert served.foreign() == [url for url in served.foreign() if "/api/boats/12345/" in url]


def _large():
    """A document whose operation reaches more schemas than its twin or the console has room for."""
    schemas = {f"P{n}": {"type": "string", "description": "x" * 2000} for n in range(30)}
    pet = {"type": "object", "properties": {f"p{n}": {"$ref": f"#/components/schemas/P{n}"} for n in range(30)}}
    parameters = [{"name": f"q{n}", "in": "query", "description": "y" * 200, "schema": {}} for n in range(9)]
    content = {
        "application/json": {"schema": pet},
        "application/x-www-form-urlencoded": {"schema": pet, "examples": {"a": {"$ref": "#/components/examples/A"}}},
    }
    body = {"content": content}
    found = operation("pets_create", "pets", parameters=parameters, requestBody=body, security=[{"key": []}])
    key = {"type": "apiKey", "in": "header", "name": "X-Key"}
    components = {"schemas": schemas, "examples": {"A": {"value": "z" * 60_000}}, "securitySchemes": {"key": key}}
    item = {"post": {**found, "tags": ["pets", "beasts"]}, "get": operation("pets_list", "pets")}
    return api({"/pets": item}, components=components)


@needs_browser
@needs_files
@pytest.mark.parametrize(
    ("twin_size", "asks_for_all"), [(20_000, False), (2000, True), (300, True), (10_000_000, False)]
)
def test_an_operation_of_which_not_all_has_room_can_be_sent(serve, twin_size, asks_for_all):
    served = serve(_large(), options={"twin_size": twin_size})
    page = served.try_("api/pets/pets_create.html")
    assert any(request.url.endswith("/api/openapi.json") for request in served.requests) == asks_for_all
    assert page.locator(".execute").count() == 1
    assert page.locator(".errors-wrapper").count() == 0
    assert page.locator(".parameters input").count() == 9
    assert page.locator(".btn.authorize").count() == 1
    assert page.locator("textarea").input_value().count('"p') == 30
    page.locator(".model-example button", has_text="Schema").first.click()
    whole_schema = page.locator(".json-schema-2020-12-expand-deep-button").first
    whole_schema.click()  # closes
    whole_schema.click()  # opens all
    page.get_by_text("Its fields are not shown here: see openapi.json.").first.wait_for()


FLOW = {"authorizationUrl": "https://auth.example/ask", "tokenUrl": "https://auth.example/token", "scopes": {"all": ""}}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' https:"


@needs_browser
@needs_files
@pytest.mark.parametrize("flow", ["authorizationCode", "implicit"])
def test_oauth_returns_to_a_page_of_the_site(serve, flow):
    scheme = {"type": "oauth2", "flows": {flow: FLOW}}
    spec = api(
        {"/": {"get": operation("home", "home", security=[{"login": ["all"]}])}},
        components={"securitySchemes": {"login": scheme}},
        servers=[{"url": "https://api.example"}],
    )
    served = serve(spec, policy=POLICY)
    sent, may_read = [], {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}

    def ask(route):
        asked = {name: found[0] for name, found in parse_qs(urlsplit(route.request.url).query).items()}
        assert asked["redirect_uri"] == f"{served.base}_static/openapi-console/oauth2-redirect.html"
        given = f"?code=c&state={asked['state']}"
        if flow == "implicit":
            given = f"#access_token=t&token_type=bearer&state={asked['state']}"
        page = f"<script>location.replace({json.dumps(asked['redirect_uri'] + given)})</script>"
        route.fulfill(body=page, content_type="text/html")

    def answer_(route):
        sent.append(route.request.headers.get("authorization"))
        route.fulfill(json={}, headers=may_read)

    token = {"access_token": "t", "token_type": "bearer"}
    served.context.route("https://auth.example/ask**", ask)
    served.context.route("https://auth.example/token", lambda route: route.fulfill(json=token, headers=may_read))
    served.context.route("https://api.example/**", answer_)
    page = served.try_("api/home/home.html")
    page.locator(".btn.authorize").click()
    page.locator("#client_id_" + flow).fill("me")
    page.locator(".auth-btn-wrapper .authorize").click()
    page.get_by_role("button", name="Remove authorization").wait_for()
    page.locator(".btn-done").click()
    assert send(page) == "200"
    assert sent[-1] == "Bearer t"


@needs_browser
@needs_files
def test_a_token_of_openid_connect_is_asked_for(serve):
    scheme = {"type": "openIdConnect", "openIdConnectUrl": "https://auth.example/openid"}
    spec = api(
        {"/": {"get": operation("home", "home", security=[{"login": []}])}},
        components={"securitySchemes": {"login": scheme}},
        servers=[{"url": "https://api.example"}],
    )
    served = serve(spec)
    sent = []

    def answer_(route):
        sent.append(route.request.headers.get("authorization"))
        route.fulfill(json={}, headers={"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"})

    served.context.route("https://api.example/**", answer_)
    page = served.try_("api/home/home.html")
    assert served.foreign() == []
    log_in(page, "t")
    assert send(page) == "200"
    assert sent[-1] == "Bearer t"


@needs_browser
@needs_files
def test_examples_of_parameters_are_filled_in(serve):
    parameters = [
        {"name": "a", "in": "query", "schema": {"type": "string", "examples": ["one"]}},
        {"name": "b", "in": "query", "example": "two", "schema": {"type": "string"}},
        {"name": "c", "in": "query", "schema": {"$ref": "#/components/schemas/C"}},
    ]
    components = {"schemas": {"C": {"type": "string", "default": "three"}}}
    spec = api({"/": {"get": operation("home", "home", parameters=parameters)}}, components=components)
    page = serve(spec).try_("api/home/home.html")
    values = page.locator(".parameters input").evaluate_all("inputs => inputs.map(input => input.value)")
    assert values == ["one", "two", "three"]


@needs_browser
@needs_files
def test_a_form_that_is_the_whole_query_is_sent(serve, services):
    form = {"schema": {"type": "object", "properties": {"kind": {"type": "string"}}}, "example": {"kind": "rowing"}}
    whole = {"name": "q", "in": "querystring", "content": {"application/x-www-form-urlencoded": form}}
    servers = [{"url": f"http://127.0.0.1:{services[0]}"}]
    spec = api({"/find": {"get": operation("find", "boats", parameters=[whole])}}, openapi="3.2.0", servers=servers)
    served = serve(spec)
    page = served.try_("api/boats/find.html")
    assert send(page) == "404"
    assert f"{servers[0]['url']}/find?kind=rowing" in served.foreign()


@needs_browser
@needs_files
@pytest.mark.parametrize("theme", ["furo", "sphinx_book_theme", "alabaster"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_dialog(serve, theme, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    served = serve(theme=theme, color_scheme=scheme, viewport={"width": 1200, "height": 800})
    for path in (ADD, SHOW):
        page = served.try_(path)
        found = axe.run(page).response["violations"]
        within = [(item, node) for item in found for node in item["nodes"] if isinstance(node["target"][0], list)]
        serious = [(item, node) for item, node in within if item["impact"] in ("serious", "critical")]
        assert [(path, item["id"], node["html"][:200]) for item, node in serious] == []


ATTACK = (
    "<img src=x onerror=window.pwned=1><script>window.pwned=2</script>[x](javascript:window.pwned=3)"
    "![](https://evil.example/x.png)"
)
EVIL = "https://evil.example"


def _hostile():
    schema = {
        "$id": f"{EVIL}/id",
        "$schema": f"{EVIL}/schema",
        "type": "object",
        "description": ATTACK,
        "properties": {
            ATTACK: {"type": "string", "description": ATTACK, "default": ATTACK, "enum": [ATTACK]},
            "default": {"$ref": "#/components/schemas/Other"},
            "__proto__": {"type": "string"},
        },
        "example": {"$ref": f"{EVIL}/example"},
    }
    content = {"application/json": {"schema": schema, "examples": {"a": {"externalValue": f"{EVIL}/value"}}}}
    return api(
        {
            "/seek": {
                "post": operation(
                    "seek", ATTACK, summary=ATTACK, description=ATTACK, deprecated=True,
                    externalDocs={"url": "javascript:window.pwned=4", "description": ATTACK},
                    parameters=[{"name": ATTACK, "in": "query", "description": ATTACK, "schema": {"type": "string", "default": ATTACK}}],
                    requestBody={"description": ATTACK, "content": content},
                    responses={"200": {"description": ATTACK, "content": content, "links": {ATTACK: {"operationId": ATTACK, "description": ATTACK}}}},
                    security=[{"oauth": [], ATTACK: [], "openid": []}],
                )
            }
        },
        **{"$self": f"{EVIL}/self", "openapi": "3.2.0"},
        tags=[{"name": ATTACK, "description": ATTACK}],
        servers=[{"url": "javascript:window.pwned=5", "description": ATTACK}],
        components={
            "schemas": {"Other": {"type": "string", "title": ATTACK}},
            "securitySchemes": {
                "openid": {"type": "openIdConnect", "openIdConnectUrl": f"{EVIL}/openid", "description": ATTACK},
                ATTACK: {"type": "apiKey", "in": "header", "name": ATTACK, "description": ATTACK},
                "oauth": {"type": "oauth2", "description": ATTACK, "flows": {"implicit": {"authorizationUrl": "javascript:window.pwned=6", "scopes": {ATTACK: ATTACK}}}},
            },
        },
    )  # fmt: skip


@needs_browser
@needs_files
def test_a_hostile_document_runs_and_loads_nothing_in_the_dialog(serve):
    served = serve(_hostile())
    page = served.page
    (path,) = served.folder.rglob("seek.html")
    page.goto(served.base + path.relative_to(served.folder).as_posix())
    page.get_by_role("button", name="Try it").click()
    _poke(page)
    assert page.locator("dialog .openapi-words", has_text="<script>window.pwned=2</script>").count() > 1
    assert page.locator("dialog img").count() == 0
    assert set(served.foreign()) <= {f"{EVIL}/x.png"}  # an image that stands in the description on the page itself


PRESS_ALL = "buttons => buttons.forEach(button => button.click())"


def _poke(page):
    """Open and press whatever there is in the console."""
    page.locator(".execute").wait_for()
    for name in ("Schema", "Example Value"):
        for button_ in page.locator("button.tablinks", has_text=name).all():
            button_.click()
    page.locator(".json-schema-2020-12-expand-deep-button, .model-toggle").evaluate_all(PRESS_ALL)
    page.locator(".execute").click()
    if page.locator(".btn.authorize").count():
        page.locator(".btn.authorize").click()
        page.locator(".auth-btn-wrapper .authorize").evaluate_all(PRESS_ALL)
    page.wait_for_timeout(500)
    assert page.evaluate("typeof window.pwned") == "undefined"
    links = page.locator("dialog a").evaluate_all("links => links.map(link => link.getAttribute('href') ?? '')")
    assert not [link for link in links if link.lower().strip().startswith("javascript:")]


@needs_browser
@needs_files
@needs_shared
def test_the_shared_hostile_document_runs_nothing_in_the_dialog(serve):
    served = serve(json.loads((SHARED / "bad/hostile-text.json").read_text("utf-8")))
    page = served.try_("api/ok/ok_list.html")
    _poke(page)
    assert [url for url in served.foreign() if not url.startswith("https://example.com/")] == []
