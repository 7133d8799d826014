"""Security Requirement Objects and Security Scheme Objects, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docutils import nodes

from ..addresses import anchor_name
from ..model import Operation, Requirement
from .common import Page, code, external_link, joined, paragraph, place_link
from .markdown import render_markdown

FLOWS = {
    "implicit": "Implicit",
    "password": "Password",
    "clientCredentials": "Client credentials",
    "authorizationCode": "Authorization code",
    "deviceAuthorization": "Device authorization",
}


def render_security(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield what a request must be authorised by: alternatives, each with all that it needs."""
    alternatives = [alternative for alternative in operation.security if alternative]
    is_optional = len(alternatives) < len(operation.security)
    if not alternatives:
        return
    if len(alternatives) > 1:
        yield paragraph("One of:")
    items = [nodes.list_item("", *_alternative(alternative, page)) for alternative in alternatives]
    yield nodes.bullet_list("", *items, classes=["openapi-security"])
    if is_optional:
        yield paragraph("Requests without authorization are accepted too.")


def _alternative(alternative: list[Requirement], page: Page) -> Iterator[nodes.Node]:
    for number, requirement in enumerate(alternative):
        parts: list[nodes.Node | str] = ["and " if number else ""]
        parts += [_scheme_name(requirement, page), ": ", *credential(requirement.data)]
        if requirement.scopes:
            parts += [", with the scopes " if len(requirement.scopes) > 1 else ", with the scope "]
            parts += joined(code(scope, "openapi-scope") for scope in requirement.scopes)
        yield paragraph(*parts)


def _scheme_name(requirement: Requirement, page: Page) -> nodes.Node:
    name = nodes.strong("", requirement.scheme)
    if not requirement.data:
        return name
    return place_link(f"{page.folder}/index", anchor_name(f"authentication-{requirement.scheme}"), name)


def credential(scheme: Mapping[str, Any]) -> list[nodes.Node]:
    """Return where the credential of a scheme goes."""
    kind = scheme.get("type")
    if kind == "apiKey":
        place = {"header": "in the header ", "query": "in the query parameter ", "cookie": "in the cookie "}
        where = place.get(scheme.get("in", ""), "in ")
        return [nodes.Text(f"API key {where}"), code(scheme.get("name", ""))]
    if kind == "http":
        return _http(scheme)
    names = {"oauth2": "OAuth 2.0", "openIdConnect": "OpenID Connect", "mutualTLS": "a client certificate (mutual TLS)"}
    if kind in names:
        return [nodes.Text(names[kind])]
    return [nodes.Text("a scheme that the document does not declare" if not scheme else str(kind))]


def _http(scheme: Mapping[str, Any]) -> list[nodes.Node]:
    name = str(scheme.get("scheme", "")).lower()
    if name == "bearer":
        form = f" ({scheme['bearerFormat']})" if scheme.get("bearerFormat") else ""
        return [nodes.Text(f"bearer token{form} in the header "), code("Authorization: Bearer …")]
    if name == "basic":
        return [nodes.Text("user name and password in the header "), code("Authorization: Basic …")]
    return [nodes.Text("HTTP authentication "), code(f"Authorization: {scheme.get('scheme', '')} …")]


def render_schemes(schemes: Mapping[str, Mapping[str, Any]], page: Page) -> Iterator[nodes.section]:
    """Yield a section that explains each security scheme."""
    for name, scheme in schemes.items():
        yield page.section(name, f"authentication-{name}", _scheme(scheme))


def _scheme(scheme: Mapping[str, Any]) -> Iterator[nodes.Node]:
    words = credential(scheme)
    first = words[0].astext()
    yield paragraph(nodes.Text(first[:1].upper() + first[1:]), *words[1:], ".")
    yield from render_markdown(scheme.get("description", ""))
    if scheme.get("openIdConnectUrl"):
        yield paragraph("Discovery document: ", external_link(scheme["openIdConnectUrl"]))
    for name, flow in scheme.get("flows", {}).items():
        yield paragraph(nodes.strong("", f"{FLOWS.get(name, name)} flow"))
        yield from _flow(flow)


def _flow(flow: Mapping[str, Any]) -> Iterator[nodes.Node]:
    labels = {
        "authorizationUrl": "Authorization URL",
        "deviceAuthorizationUrl": "Device authorization URL",
        "tokenUrl": "Token URL",
        "refreshUrl": "Refresh URL",
    }
    urls = [paragraph(f"{label}: ", external_link(flow[key])) for key, label in labels.items() if flow.get(key)]
    if urls:
        yield nodes.bullet_list("", *(nodes.list_item("", url) for url in urls))
    scopes = flow.get("scopes", {})
    if scopes:
        yield paragraph("Scopes:")
        items = [
            nodes.definition_list_item(
                "", nodes.term("", "", code(scope)), nodes.definition("", *render_markdown(text))
            )
            for scope, text in scopes.items()
        ]
        yield nodes.definition_list("", *items, classes=["simple", "openapi-scopes"])
