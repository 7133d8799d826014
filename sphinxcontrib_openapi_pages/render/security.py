"""Describes Security Requirement Objects and Security Scheme Objects in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from docutils import nodes

from ..locale import _, filled, ngettext
from ..openapi.operation import Operation, Requirement
from ..openapi.server_urls import is_absolute
from ..site.addresses import anchor_name
from .cross_references import external_link, place_link
from .elements import code, paragraph
from .markdown import render_markdown
from .page import Page

MAX_ALTERNATIVES = 50
"""How many alternatives an operation lists, and how many schemes each of them."""

MAX_SCHEMES = 500
"""How many security schemes the page of an API explains."""

Resolve = Callable[[str], str]

FLOWS = {
    "implicit": _("Implicit flow"),
    "password": _("Password flow"),
    "clientCredentials": _("Client credentials flow"),
    "authorizationCode": _("Authorization code flow"),
    "deviceAuthorization": _("Device authorization flow"),
}

FLOW_URLS = {
    "authorizationUrl": _("Authorization URL: {url}"),
    "deviceAuthorizationUrl": _("Device authorization URL: {url}"),
    "tokenUrl": _("Token URL: {url}"),
    "refreshUrl": _("Refresh URL: {url}"),
}

KEYS = {
    "header": _("API key in the {name} header"),
    "query": _("API key in the {name} query parameter"),
    "cookie": _("API key in the {name} cookie"),
}

OTHER_SCHEMES = {
    "oauth2": "OAuth 2.0",
    "openIdConnect": "OpenID Connect",
    "mutualTLS": _("client certificate (mutual TLS)"),
}


def render_security(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield the authorisation that a request needs: alternatives, each with all its requirements."""
    alternatives = [alternative for alternative in operation.security if alternative]
    is_optional = len(alternatives) < len(operation.security)
    if not alternatives:
        return
    if len(alternatives) > 1:
        yield paragraph(_("One of:"))
    shown = page.within(alternatives, MAX_ALTERNATIVES)
    items = [nodes.list_item("", *_alternative(alternative, page)) for alternative in shown]
    yield nodes.bullet_list("", *items, classes=["openapi-security"])
    yield from page.left_out(len(alternatives) - len(items))
    if is_optional:
        yield paragraph(_("Authorization is optional."))


def _alternative(alternative: list[Requirement], page: Page) -> Iterator[nodes.Node]:
    lines = [_requirement(requirement, page) for requirement in page.within(alternative, MAX_ALTERNATIVES)]
    for index, words in enumerate(lines):
        yield paragraph(*(filled(_("and {requirement}"), requirement=words) if index else words))
    yield from page.left_out(len(alternative) - len(lines))


def _requirement(requirement: Requirement, page: Page) -> list[nodes.Node | str]:
    name, scopes = _scheme_name(requirement, page), requirement.scopes
    words = filled(_("{scheme}: {credential}"), scheme=[name], credential=credential(requirement.data))
    if not scopes:
        return words
    message = ngettext("{requirement}, with the scope {scopes}", "{requirement}, with the scopes {scopes}", len(scopes))
    return filled(message, requirement=words, scopes=page.joined(scopes, partial(code, classes="openapi-scope")))


def _scheme_name(requirement: Requirement, page: Page) -> nodes.Node:
    name = nodes.strong("", requirement.scheme)
    if not requirement.data:
        return name
    return place_link(f"{page.folder}/index", anchor_name(f"authentication-{requirement.scheme}"), name)


def credential(scheme: Mapping[str, Any]) -> list[nodes.Node | str]:
    """Return where the credential of a scheme goes."""
    kind = scheme.get("type")
    if kind == "apiKey":
        message = KEYS.get(scheme.get("in", ""), _("API key in {name}"))
        return filled(message, name=[code(scheme.get("name", ""))])
    if kind == "http":
        return _http(scheme)
    if not scheme:
        return [_("not declared in the OpenAPI document")]
    return [str(OTHER_SCHEMES.get(str(kind), kind))]


def _http(scheme: Mapping[str, Any]) -> list[nodes.Node | str]:
    name, form = str(scheme.get("scheme", "")).lower(), scheme.get("bearerFormat")
    if name == "bearer" and form:
        header = code("Authorization: Bearer …")
        return filled(_("bearer token ({format}) in the header {header}"), format=[str(form)], header=[header])
    if name == "bearer":
        return filled(_("bearer token in the header {header}"), header=[code("Authorization: Bearer …")])
    if name == "basic":
        return filled(_("user name and password in the header {header}"), header=[code("Authorization: Basic …")])
    return filled(_("HTTP authentication {header}"), header=[code(f"Authorization: {scheme.get('scheme', '')} …")])


def render_schemes(schemes: Mapping[str, Mapping[str, Any]], page: Page, resolve: Resolve) -> list[nodes.Node]:
    """Return a section that explains each security scheme. *resolve* returns an address as seen from the server."""
    sections = [
        page.section(name, f"authentication-{name}", _scheme(scheme, page, resolve))
        for name, scheme in page.within(schemes.items(), MAX_SCHEMES)
    ]
    return [*sections, *page.left_out(len(schemes) - len(sections))]


def _scheme(scheme: Mapping[str, Any], page: Page, resolve: Resolve) -> Iterator[nodes.Node]:
    first, *others = credential(scheme)
    words: list[nodes.Node | str] = [first[:1].upper() + first[1:] if isinstance(first, str) else first, *others]
    yield paragraph(*filled(_("{credential}."), credential=words))
    yield from render_markdown(scheme.get("description", ""))
    if scheme.get("openIdConnectUrl"):
        link = _address(resolve(scheme["openIdConnectUrl"]))
        yield paragraph(*filled(_("Discovery document: {link}"), link=[link]))
    if scheme.get("oauth2MetadataUrl"):
        link = _address(resolve(scheme["oauth2MetadataUrl"]))
        yield paragraph(*filled(_("Authorization server metadata: {link}"), link=[link]))
    for name, flow in scheme.get("flows", {}).items():
        yield paragraph(nodes.strong("", str(FLOWS.get(name, name))))
        yield from _flow(flow, page, resolve)


def _address(url: str) -> nodes.Node:
    """Return *url* as a link, or as text if it has no scheme and so no target."""
    return external_link(url) if is_absolute(url) else code(url)


def _flow(flow: Mapping[str, Any], page: Page, resolve: Resolve) -> Iterator[nodes.Node]:
    given = [(message, flow[key]) for key, message in FLOW_URLS.items() if flow.get(key)]
    urls = [paragraph(*filled(message, url=[_address(resolve(url))])) for message, url in given]
    if urls:
        yield nodes.bullet_list("", *(nodes.list_item("", url) for url in urls))
    scopes = flow.get("scopes", {})
    if scopes:
        yield paragraph(_("Scopes:"))
        items = [
            nodes.definition_list_item(
                "", nodes.term("", "", code(scope)), nodes.definition("", *render_markdown(text))
            )
            for scope, text in page.within(scopes.items())
        ]
        yield nodes.definition_list("", *items, classes=["simple", "openapi-scopes"])
        yield from page.left_out(len(scopes) - len(items))
