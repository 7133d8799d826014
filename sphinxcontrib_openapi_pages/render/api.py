"""The page of an API: OpenAPI Object, Info Object, and its groups."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from docutils import nodes

from ..locale import _, filled, ngettext, number
from ..openapi.server_urls import document_base, resolved
from ..site.addresses import BUNDLES
from ..site.page_sources import ApiPage, Data
from .all_endpoints import all_endpoints
from .console import console_link
from .cross_references import external_docs, external_link, page_link
from .elements import Cell, code, hole, paragraph
from .group import group_list, hidden_toctree
from .markdown import render_markdown
from .nodes import files
from .page import Page
from .responses import render_errors
from .security import render_schemes
from .servers import render_servers
from .translation import spec_text


def render_error(error: str) -> Iterator[nodes.Node]:
    """Yield the content of the page of an API that has no pages."""
    message = _("The description of this API cannot be shown. {reason}")
    yield nodes.error("", paragraph(message.format(reason=error)))


def render_api(content: ApiPage, page: Page, placed: set[str]) -> Iterator[nodes.Node]:
    """Yield the content of the page of an API. Groups in *placed* are already elsewhere on the page."""
    data = content.document
    info = data.get("info", {})
    yield from _version(info)
    yield from render_markdown(info.get("summary", ""))
    yield from render_markdown(info.get("description", ""))
    if data.get("externalDocs", {}).get("url"):
        yield external_docs(data["externalDocs"])
    yield from _contact(info)
    yield files(
        links=[(name, f"{page.folder}/{name}", f"application/{name[8:]}") for name in BUNDLES], page=page.docname
    )
    yield from console_link(page.api)
    for path, reference in content.holes.items():
        yield paragraph(code(path))
        yield hole(reference)
    yield from _sections(content, page, placed)
    base = document_base(data, page.api.location)
    if data.get("servers"):
        yield page.section(_("Servers"), "servers", render_servers(data["servers"], page, base))
    if declared := data.get("components", {}).get("securitySchemes"):
        resolve = partial(resolved, servers=data.get("servers", ()), document_url=base)
        yield page.section(_("Authentication"), "authentication", render_schemes(declared, page, resolve))
    if content.errors:
        lead = paragraph(_("Responses that several operations share."))
        yield page.section(_("Errors"), "errors", [lead, *render_errors(content, page)])
    if content.schemas_docname:
        yield _schemas(content, page)


def _version(info: Data) -> Iterator[nodes.Node]:
    if words := version_words(info):
        yield paragraph(words, classes="openapi-version")


def version_words(info: Data) -> str:
    """Return the version of the API in words; empty if *info* has none."""
    return _("Version {version}").format(version=info["version"]) if info.get("version") else ""


def _contact(info: Data) -> Iterator[nodes.Node]:
    contact, licence = info.get("contact", {}), info.get("license", {})
    parts: list[Cell] = []
    if contact.get("url"):
        parts.append(filled(_("Contact: {name}"), name=[external_link(contact["url"], contact.get("name", ""))]))
    elif contact.get("name") and not contact.get("email"):
        parts.append(filled(_("Contact: {name}"), name=[contact["name"]]))
    if contact.get("email"):
        address = external_link(f"mailto:{contact['email']}", contact["email"])
        parts.append(filled(_("Email: {address}"), address=[address]))
    if licence.get("url"):
        parts.append(filled(_("License: {name}"), name=[external_link(licence["url"], licence.get("name", ""))]))
    elif licence.get("name"):
        parts.append(filled(_("License: {name}"), name=[licence["name"]]))
    if info.get("termsOfService"):
        parts.append([external_link(info["termsOfService"], _("Terms of service"))])
    if parts:
        joined = [part for index, line in enumerate(parts) for part in ([" · "] if index else []) + [*line]]
        yield paragraph(*joined, classes="openapi-contact")


def _sections(content: ApiPage, page: Page, placed: set[str]) -> Iterator[nodes.Node]:
    shown = []
    for section in content.sections:
        groups = [group for group in section.groups if group.name not in placed]
        if groups:
            shown.append((spec_text(section.caption), groups))
    for index, (caption, groups) in enumerate(shown, 1):
        title = caption or (_("Endpoints") if len(shown) == 1 else _("More endpoints"))
        names = [group.docname for group in groups]
        toctree = hidden_toctree(page.docname, names, caption)
        last = [all_endpoints()] if index == len(shown) else []
        anchor = "endpoints" if index == 1 else f"endpoints-{index}"
        yield page.section(title, anchor, [group_list(groups), *last, toctree])


def _schemas(content: ApiPage, page: Page) -> nodes.section:
    count, docname = content.schema_count, content.schemas_docname
    words = ngettext("{count} schema", "{count} schemas", count).format(count=number(count))
    line = paragraph(*filled(_("This API defines {schemas}."), schemas=[page_link(docname, words)]))
    return page.section(_("Schemas"), "schemas", [line, hidden_toctree(page.docname, [docname])])
