from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po, write_po
from conftest import api, operation
from sphinx import addnodes
from sphinx.util.console import strip_colors

import sphinxcontrib_openapi_pages
from sphinxcontrib_openapi_pages.locale import DOMAIN

PACKAGE = Path(sphinxcontrib_openapi_pages.__file__).parent
LOCALE = PACKAGE / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))

FIELD = {"type": "string", "description": "What people *call* it.", "enum": ["a", "b"]}
SPEC = api(
    {
        "/lamps": {
            "post": operation(
                "light",
                "lamps",
                summary="Light a lamp",
                description=(
                    "It burns **until dawn**.\nReally.\n\n- One\n- Two\n\n| Colour |\n|---|\n| Red |\n\n"
                    "> [!NOTE]\n> Mind the oil.\n\n<p>Written <b>live</b>.</p>\n\n```\ncode\n```\n"
                ),
                parameters=[{"name": "at", "in": "query", "description": "When to light it.", "schema": {}}],
                requestBody={
                    "required": True,
                    "description": "The lamp.",
                    "content": {
                        "application/json": {
                            "schema": {"type": "object", "required": ["name"], "properties": {"name": FIELD}},
                            "examples": {"one": {"summary": "A small one", "value": {"name": "a"}}},
                        }
                    },
                },
                security=[{"key": []}],
            )
        }
    },
    tags=[{"name": "lamps", "summary": "Lamps", "description": "All about lamps."}],
    servers=[{"url": "https://example.com", "description": "In the cloud."}],
    components={
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "Ask for one."}},
        "schemas": {"Wick": {"type": "array", "description": "Burns.", "items": {"type": "string"}}},
    },
    **{"x-tagGroups": [{"name": "Light and fire", "tags": ["lamps"]}]},
)
OVERRIDE = {"api/lamps/light.md": "Some words of the author.\n"}
PAGE = "api/lamps/light"


def messages_of(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def write_catalogue(translations: dict[str, str], path: Path) -> None:
    catalogue = Catalog()
    for message, text in translations.items():
        catalogue.add(message, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue)


def extracted(make_site, spec, files=None, **settings) -> Catalog:
    site = make_site(spec, files, builder="gettext").build(**settings)
    assert site.warnings == []
    return messages_of(site.outdir / "api.pot")


def translated(make_site, translations, spec, files=None, *, builder="html", domain="api", **settings):
    """Return the site in German, with *translations* by the domain of the API."""
    site = make_site(spec, files, builder=builder)
    write_catalogue(translations, site.srcdir / f"locales/de/LC_MESSAGES/{domain}.po")
    site.build(language="de", locale_dirs=["locales"], **settings)
    assert site.warnings == []
    return site


# Texts of the document


TEXTS = (
    "Test API", "Lamps", "Light and fire", "Light a lamp", "It burns **until dawn**. Really.", "One", "Two", "Colour",
    "Red", "[!NOTE] Mind the oil.", "<p>Written <b>live</b>.</p>", "When to light it.", "The lamp.",
    "What people *call* it.", "A small one", "Fine.", "All about lamps.", "In the cloud.", "Ask for one.", "Burns.",
)  # fmt: skip


def test_every_text_of_the_document_is_in_the_catalogue_and_our_words_are_not(make_site):
    found = {message.id for message in extracted(make_site, SPEC, OVERRIDE) if message.id}
    assert found == {*TEXTS, "Some words of the author."}


def test_locations_are_the_addresses_of_the_pages_in_every_build(make_site):
    first, second = (extracted(make_site, SPEC, OVERRIDE) for _ in range(2))
    locations = {message.id: message.locations for message in first if message.id}
    assert locations == {message.id: message.locations for message in second if message.id}
    assert locations["Light a lamp"] == [("../../api/lamps/light.md", 1)]
    assert locations["Burns."] == [("../../api/schemas/Wick.md", 1), ("../../api/schemas/index.md", 1)]


def test_every_text_of_the_document_comes_back_translated(make_site):
    translations = {text: text.replace("[!NOTE] ", "[!NOTE] x").replace("<p>", "<p>x") for text in TEXTS}
    marked = {text: f"{new}-übersetzt" if new == text else new for text, new in translations.items()}
    site = translated(make_site, marked, SPEC, OVERRIDE)
    text = " ".join(site.text(page) for page in (PAGE, "api/index", "api/lamps/index", "api/schemas/index"))
    for message in TEXTS:
        if "[!NOTE]" not in message and "<p>" not in message:
            assert f"{re.sub(r'[*]', '', message)}-übersetzt" in re.sub(r"\s+(?=[.])", "", text), message
    assert (
        site.body(PAGE).select_one(".openapi-alert, .admonition").get_text(" ", strip=True).endswith("xMind the oil.")
    )
    assert "xWritten live ." in text


def test_translations_have_markup_of_their_own(make_site):
    site = translated(
        make_site,
        {
            "It burns **until dawn**. Really.": "Sie brennt *bis zum Morgen*, {siehe} `dort`.",
            "What people *call* it.": "Wie man **sie** nennt.",
        },
        SPEC,
    )
    body = site.body(PAGE)
    assert body.find("em", string="bis zum Morgen")
    assert body.select_one("dl.openapi-fields dd strong").get_text() == "sie"


def test_titles_are_translated_in_navigation_index_and_references(make_site):
    files = {
        "index.md": "# Home\n\n```{toctree}\napi/index\nguide\n```\n",
        "guide.md": "# Guide\n\n```{openapi-coverage}\n```\n\n{openapi:group}`lamps`\n",
    }
    spec = {**SPEC, "x-tagGroups": [*SPEC["x-tagGroups"], {"name": "Other", "tags": ["none"]}]}
    translations = {"Light a lamp": "Lampe anzünden", "Lamps": "Lampen", "Light and fire": "Licht und Feuer"}
    site = translated(make_site, translations, spec, files)
    assert site.title(PAGE) == "Lampe anzünden"
    assert site.body("api/lamps/index").find("a", string="Lampe anzünden")
    assert "Licht und Feuer" in site.headings("api/index")
    assert "Lampen" in site.text("guide")
    assert "Lampe anzünden" in site.html("genindex").get_text()
    assert "Lampe anzünden" in site.html("openapi-routes").get_text()


def test_ids_do_not_depend_on_the_language(make_site):
    def ids(site) -> set[str]:
        return {tag["id"] for page in (PAGE, "api/index", "api/lamps/index") for tag in site.body(page).select("[id]")}

    files = {PAGE + ".md": "# Own title\n\n## A section\n\nText.\n"}
    english = make_site(SPEC, files).build()
    site = translated(make_site, {text: f"{text} x" for text in TEXTS if "[" not in text}, SPEC, files)
    assert ids(site) == ids(english)


@pytest.mark.parametrize("builder", ["text", "latex", "man", "epub", "dirhtml", "singlehtml", "xml", "json"])
def test_every_builder_writes_the_translation(make_site, builder):
    conf = {"project": "Test", "version": "1", "copyright": "Test", "epub_copyright": "Test"}
    pages = {"man_pages": [("index", "test", "Test", [], 1)]}
    translations = {"What people *call* it.": "Wie man sie nennt.", "Light a lamp": "Lampe anzünden"}
    site = translated(make_site, translations, SPEC, builder=builder, **conf, **pages)
    suffixes = {".tex", ".txt", ".1", ".xhtml", ".xml", ".fjson", ".html"}
    files = [path for path in site.outdir.rglob("*") if path.suffix in suffixes and "_sources" not in path.parts]
    texts = [path.read_text("utf-8") for path in files]
    whole = "\n".join(texts).replace("\\u00fc", "ü")
    for words in ("Wie man sie nennt.", "Lampe anzünden", "erforderlich"):
        assert words in whole, words
    assert "What people" not in whole


def test_the_search_index_has_the_translation(make_site):
    site = translated(make_site, {"What people *call* it.": "Wie man sie heutzutage nennt."}, SPEC)
    stem = site.app.builder.indexer.lang.stem("heutzutage")
    assert f'"{stem}":' in (site.outdir / "searchindex.js").read_text("utf-8")


def test_a_changed_catalogue_is_taken_over(make_site):
    site = translated(make_site, {"Light a lamp": "Lampe anzünden"}, SPEC)
    write_catalogue({"Light a lamp": "Lampe entzünden"}, site.srcdir / "locales/de/LC_MESSAGES/api.po")
    # In a process of its own: within one, gettext reads each file once.
    settings = ("-D", "language=de", "-D", "locale_dirs=locales", "-d", site.outdir.parent / "doctrees")
    command = (sys.executable, "-m", "sphinx", "-v", *settings, site.srcdir, site.outdir)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert site.title(PAGE) == "Lampe entzünden"
    assert "reading sources... [100%] index" not in strip_colors(output)


def test_another_language_reads_everything_again(make_site):
    site = translated(make_site, {"Light a lamp": "Lampe anzünden"}, SPEC)
    site.build(language="es")
    assert site.title(PAGE) == "Light a lamp"
    assert "Cuerpo de la solicitud" in site.headings(PAGE)


def test_of_several_catalogues_the_first_one_counts(make_site):
    site = make_site(SPEC)
    write_catalogue({"Light a lamp": "Lampe anzünden"}, site.srcdir / "ours/de/LC_MESSAGES/api.po")
    both = {"Light a lamp": "Lampe entzünden", "The lamp.": "Die Lampe."}
    write_catalogue(both, site.srcdir / "theirs/de/LC_MESSAGES/api.po")
    broken = site.srcdir / "broken/de/LC_MESSAGES/api.mo"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"no catalogue")
    site.build(language="de", locale_dirs=["broken", "ours", "theirs"])
    assert site.warnings == []
    assert site.title(PAGE) == "Lampe anzünden"
    assert "Die Lampe." in site.text(PAGE)


def test_a_catalogue_for_each_page(make_site):
    site = make_site(SPEC, builder="gettext").build(gettext_compact=False)
    assert "Light a lamp" in {message.id for message in messages_of(site.outdir / f"{PAGE}.pot")}
    site = translated(make_site, {"Light a lamp": "Lampe anzünden"}, SPEC, domain=PAGE, gettext_compact=False)
    assert site.title(PAGE) == "Lampe anzünden"


def test_what_is_borrowed_belongs_to_the_catalogue_of_its_document(make_site):
    files = {
        "index.md": "# Home\n\n```{toctree}\napi/index\nguide\n```\n",
        "guide.md": "# Guide\n\n```{openapi-operation} light\n:parts: parameters\n```\n",
    }
    site = make_site(SPEC, files, builder="gettext").build()
    assert "When to light it." in {message.id for message in messages_of(site.outdir / "guide.pot")}
    site = translated(make_site, {"When to light it.": "Wann anzünden."}, SPEC, files, domain="guide")
    assert "Wann anzünden." in site.text("guide")
    assert "When to light it." in site.text(PAGE)


def test_captions_of_toctrees_are_translated(make_site):
    files = {
        "index.md": "# Home\n\n```{toctree}\napi/index\nguide\n```\n",
        "guide.md": "# Guide\n\nText.\n\n```{openapi-group} lamps\n:caption: My lamps\n```\n",
    }
    site = make_site(SPEC, files, builder="gettext").build()
    locations = {message.id: message.locations for message in messages_of(site.outdir / "guide.pot")}
    assert locations["My lamps"] == [("../../guide.md", 5)]
    locations = {message.id: message.locations for message in messages_of(site.outdir / "api.pot")}
    assert locations["Light and fire"] == [("../../api/index.md", 1)]
    site = translated(make_site, {"My lamps": "Meine Lampen"}, SPEC, files, domain="guide")
    assert site.app.env.tocs["guide"].next_node(addnodes.toctree)["caption"] == "Meine Lampen"
    site = translated(make_site, {"Light and fire": "Licht und Feuer"}, SPEC)
    assert site.app.env.tocs["api/index"].next_node(addnodes.toctree)["caption"] == "Licht und Feuer"


# Our own words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "de",
            (
                "Request-Body",
                "Query-Parameter",
                "erforderlich",
                "Antworten",
                "API-Schlüssel im Header",
                "Operations-ID: light",
            ),
        ),
        (
            "es",
            (
                "Cuerpo de la solicitud",
                "Parámetros de consulta",
                "obligatorio",
                "Respuestas",
                "Valores permitidos: a , b",
            ),
        ),
        ("zh_CN", ("请求体", "查询参数", "必需", "响应", "标头 X-Key 中的 API 密钥", "允许的值：")),
        ("fr", ("Request body", "Query parameters", "required", "Responses", "Allowed values: a , b")),
    ],
)
def test_words_on_pages_follow_the_language(make_site, language, words):
    site = make_site(SPEC).build(language=language)
    assert site.warnings == []
    text = site.text(PAGE)
    for word in words:
        assert word in text


def test_words_of_the_script_come_with_the_page(make_site):
    script = make_site(SPEC).build(language="de").html(PAGE).select_one("script[src*='openapi-pages.js']")
    assert (script["data-copy"], script["data-copied"]) == ("Kopieren", "Kopiert")
    english = make_site(SPEC).build().html(PAGE).select_one("script[src*='openapi-pages.js']")
    assert not [name for name in english.attrs if name.startswith("data-")], "the script has these words itself"


def test_numbers_follow_the_language(make_site):
    schemas = {f"S{number}": {"type": "object"} for number in range(1200)}
    users = {"type": "object", "properties": {name: {"$ref": f"#/components/schemas/{name}"} for name in ("S1",)}}
    spec = api(components={"schemas": {**schemas, "User": users}})
    for language, words in (("en", "1,201 schemas"), ("de", "1.201 Schemas"), ("ja", "1,201 schemas")):
        site = make_site(spec, options={"unused_schemas": True}, builder="text").build(language=language)
        assert words in (site.outdir / "api/index.txt").read_text("utf-8")


def literal_messages() -> set[str | tuple[str, str]]:
    """Return the messages in the code, as its syntax tree has them."""
    found: set[str | tuple[str, str]] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                if node.func.id in ("_", "N_"):
                    found.update(texts[:1])
                elif node.func.id == "ngettext":
                    found.add((texts[0], texts[1]))
    return found


def test_the_template_has_every_message_of_the_code():
    template = {message.id for message in messages_of(LOCALE / f"{DOMAIN}.pot") if message.id}
    assert template == literal_messages()


def test_there_is_a_catalogue_for_each_language():
    assert {path.parts[-3] for path in CATALOGUES} >= {"de", "es", "zh_CN"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_is_translated(path):
    catalogue = messages_of(path)
    assert {message.id for message in catalogue if message.id} == literal_messages()
    for message in catalogue:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.id, tuple) else (message.string,)
        assert len(texts) == (catalogue.num_plurals if len(sources) > 1 else 1)
        for text in texts:
            assert text, message.id
            assert placeholders(text) == placeholders(sources[-1]), message.id


def placeholders(message: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(message) if name)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_compiled_catalogues_are_in_step(path):
    def texts(catalogue):
        # Those with a plural are tuples or lists.
        pairs = ((message.id, message.string) for message in catalogue if message.id)
        return sorted([[text] if isinstance(text, str) else [*text] for text in pair] for pair in pairs)

    written = messages_of(path)
    with path.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert texts(compiled) == texts(written)
    assert compiled.plural_forms == written.plural_forms
