"""The page of an API: OpenAPI Object, Info Object, and its groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from docutils import nodes

from ..locale import _, filled, ngettext, number
from ..openapi.server_urls import document_base, resolved
from ..site.addresses import BUNDLES
from ..sphinx.translation import spec_text
from .elements import Cell, Page, code, external_docs, external_link, hole, page_link, paragraph
from .group import group_list, hidden_toctree
from .markdown import render_markdown
from .nodes import files
from .responses import render_errors
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
        message = _("The description of this API cannot be shown. {reason}")
        yield nodes.error("", paragraph(message.format(reason=data["error"])))
        return
    info = data.get("info", {})
    yield from _version(info)
    yield from render_markdown(info.get("summary", ""))
    yield from render_markdown(info.get("description", ""))
    if data.get("externalDocs", {}).get("url"):
        yield external_docs(data["externalDocs"])
    yield from _contact(info)
    yield files(links=[(name, f"{page.folder}/{name}", f"application/{name[8:]}") for name in BUNDLES])
    base = document_base(data, page.api.location)
    if data.get("servers"):
        yield page.section(_("Servers"), "servers", [render_servers(data["servers"], base)])
    if data["securitySchemes"]:
        schemes = render_schemes(
            data["securitySchemes"], page, partial(resolved, servers=data.get("servers", ()), document_url=base)
        )
        yield page.section(_("Authentication"), "authentication", schemes)
    for path, reference in data.get("holes", {}).items():
        yield paragraph(code(path))
        yield hole(reference)
    yield from _sections(data, page, placed)
    if data.get("errors"):
        lead = paragraph(_("Responses that several operations have in common."))
        yield page.section(_("Errors"), "errors", [lead, *render_errors(data, page)])
    if "schemas" in data:
        yield _schemas(data["schemas"], page)


def _version(info: Data) -> Iterator[nodes.Node]:
    if info.get("version"):
        yield paragraph(_("Version {version}").format(version=info["version"]), classes="openapi-version")


def _contact(info: Data) -> Iterator[nodes.Node]:
    contact, licence = info.get("contact", {}), info.get("license", {})
    parts: list[Cell] = []
    if contact.get("url"):
        parts.append(filled(_("Contact: {name}"), name=[external_link(contact["url"], contact.get("name", ""))]))
    elif contact.get("name") and not contact.get("email"):
        parts.append(filled(_("Contact: {name}"), name=[contact["name"]]))
    if contact.get("email"):
        address = external_link(f"mailto:{contact['email']}", contact["email"])
        parts.append(filled(_("E-mail: {address}"), address=[address]))
    if licence.get("url"):
        parts.append(filled(_("Licence: {name}"), name=[external_link(licence["url"], licence.get("name", ""))]))
    elif licence.get("name"):
        parts.append(filled(_("Licence: {name}"), name=[licence["name"]]))
    if info.get("termsOfService"):
        parts.append([external_link(info["termsOfService"], _("Terms of service"))])
    if parts:
        joined = [part for index, line in enumerate(parts) for part in ([" · "] if index else []) + [*line]]
        yield paragraph(*joined, classes="openapi-contact")


def _sections(data: Data, page: Page, placed: set[str]) -> Iterator[nodes.Node]:
    shown = []
    for section in data["sections"]:
        groups = [group for group in section["groups"] if group["name"] not in placed]
        if groups:
            shown.append((spec_text(section["caption"]), groups))
    for index, (caption, groups) in enumerate(shown, 1):
        title = caption or (_("Endpoints") if len(shown) == 1 else _("Further endpoints"))
        names = [group["docname"] for group in groups]
        toctree = hidden_toctree(page.docname, names, caption)
        yield page.section(title, "endpoints" if index == 1 else f"endpoints-{index}", [group_list(groups), toctree])


def _schemas(schemas: Data, page: Page) -> nodes.section:
    count = schemas["count"]
    words = ngettext("{count} schema", "{count} schemas", count).format(count=number(count))
    line = paragraph(*filled(_("The document defines {schemas}."), schemas=[page_link(schemas["docname"], words)]))
    return page.section(_("Schemas"), "schemas", [line, hidden_toctree(page.docname, [schemas["docname"]])])
