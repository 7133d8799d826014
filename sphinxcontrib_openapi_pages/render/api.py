"""The page of an API: OpenAPI Object, Info Object, and its groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docutils import nodes

from ..addresses import BUNDLES
from ..nodes import files
from .common import Page, external_docs, external_link, page_link, paragraph
from .group import group_list, hidden_toctree
from .markdown import render_markdown
from .security import render_schemes
from .servers import render_servers

Data = Mapping[str, Any]


def api_title(data: Data, docname: str) -> str:
    """Return the title of an API."""
    title = " ".join(data.get("info", {}).get("title", "").split())
    return title or docname.rpartition("/")[0]


def render_api(data: Data, page: Page, placed: set[str]) -> Iterator[nodes.Node]:
    """Yield what the page of an API shows. Groups in *placed* stand elsewhere on the page already."""
    if "error" in data:
        yield nodes.error("", paragraph(f"The description of this API cannot be shown. {data['error']}"))
        return
    info = data.get("info", {})
    yield from _version(info)
    yield from render_markdown(info.get("summary", ""))
    yield from render_markdown(info.get("description", ""))
    if data.get("externalDocs", {}).get("url"):
        yield external_docs(data["externalDocs"])
    yield from _contact(info)
    yield files(links=[(name, f"{page.folder}/{name}", f"application/{name[8:]}") for name in BUNDLES])
    if data.get("servers"):
        yield page.section("Servers", "servers", [render_servers(data["servers"])])
    if data["securitySchemes"]:
        yield page.section("Authentication", "authentication", render_schemes(data["securitySchemes"], page))
    yield from _sections(data, page, placed)
    if "schemas" in data:
        yield _schemas(data["schemas"], page)


def _version(info: Data) -> Iterator[nodes.Node]:
    if info.get("version"):
        yield paragraph(f"Version {info['version']}", classes="openapi-version")


def _contact(info: Data) -> Iterator[nodes.Node]:
    contact, licence = info.get("contact", {}), info.get("license", {})
    parts: list[list[nodes.Node | str]] = []
    if contact.get("url"):
        parts.append(["Contact: ", external_link(contact["url"], contact.get("name", ""))])
    elif contact.get("name") and not contact.get("email"):
        parts.append([f"Contact: {contact['name']}"])
    if contact.get("email"):
        parts.append(["E-mail: ", external_link(f"mailto:{contact['email']}", contact["email"])])
    if licence.get("url"):
        parts.append(["Licence: ", external_link(licence["url"], licence.get("name", ""))])
    elif licence.get("name"):
        parts.append([f"Licence: {licence['name']}"])
    if info.get("termsOfService"):
        parts.append([external_link(info["termsOfService"], "Terms of service")])
    if parts:
        joined = [part for number, line in enumerate(parts) for part in ([" · "] if number else []) + line]
        yield paragraph(*joined, classes="openapi-contact")


def _sections(data: Data, page: Page, placed: set[str]) -> Iterator[nodes.Node]:
    shown = []
    for section in data["sections"]:
        groups = [group for group in section["groups"] if group["name"] not in placed]
        if groups:
            shown.append((section["caption"], groups))
    for number, (caption, groups) in enumerate(shown, 1):
        title = caption or ("Endpoints" if len(shown) == 1 else "Further endpoints")
        names = [group["docname"] for group in groups]
        toctree = hidden_toctree(page.docname, names, caption)
        yield page.section(title, "endpoints" if number == 1 else f"endpoints-{number}", [group_list(groups), toctree])


def _schemas(schemas: Data, page: Page) -> nodes.section:
    count = schemas["count"]
    words = "1 schema" if count == 1 else f"{count:,} schemas"
    line = paragraph("The document defines ", page_link(schemas["docname"], words), ".")
    return page.section("Schemas", "schemas", [line, hidden_toctree(page.docname, [schemas["docname"]])])
