"""Parameter Objects and Header Objects, as lists of fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from ..model import Operation, Parameter
from .common import Page, code, hole, paragraph
from .examples import render_examples
from .markdown import render_markdown
from .schema import REQUEST, Fields, field_item, has_fields, type_nodes, value_details

TITLES = {
    "path": "Path parameters",
    "query": "Query parameters",
    "querystring": "Query string",
    "header": "Headers",
    "cookie": "Cookies",
}

#: How values are written where a parameter says nothing else (OpenAPI 3.2 §4.12.2).
DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}

STYLES = {
    "form": "values separated by commas",
    "simple": "values separated by commas",
    "spaceDelimited": "values separated by spaces",
    "pipeDelimited": "values separated by |",
    "deepObject": "fields in brackets, as in name[field]=value",
    "label": "values prefixed by a dot",
    "matrix": "values prefixed by a semicolon",
}


def render_parameters(operation: Operation, page: Page) -> Iterator[nodes.section]:
    """Yield a section for each location that has parameters."""
    locations = dict.fromkeys([*TITLES, *(parameter.location for parameter in operation.parameters)])
    for location in locations:
        found = [parameter for parameter in operation.parameters if parameter.location == location]
        if found:
            title = TITLES.get(location, f"Parameters in {location}")
            yield page.section(title, f"{location}-parameters", parameter_list(found, page, location, REQUEST))


def parameter_list(parameters: Iterable[Parameter], page: Page, anchor: str, direction: str) -> list[nodes.Node]:
    """Return *parameters*, or headers of a response, as a list."""
    holes = [hole(parameter.unresolved) for parameter in parameters if parameter.unresolved]
    items = [_item(parameter, page, anchor, direction) for parameter in parameters if not parameter.unresolved]
    return [*([nodes.definition_list("", *items, classes=["openapi-fields"])] if items else []), *holes]


def _item(parameter: Parameter, page: Page, anchor: str, direction: str) -> nodes.definition_list_item:
    term = nodes.term("", "", code(parameter.name, "openapi-name"))
    term_anchor = page.anchor(f"{anchor}-{parameter.name}", term)
    media = parameter.content[0] if parameter.content else None
    schema = parameter.schema or (media.schema if media else None)
    item = field_item(term, schema, is_required=parameter.is_required, is_deprecated=parameter.is_deprecated)
    definition = item.children[-1]
    assert isinstance(definition, nodes.definition)
    definition += render_markdown(parameter.description)
    if schema is not None:
        definition += value_details(schema)
    if words := _serialisation(parameter):
        definition += paragraph(words, classes="openapi-meta")
    if media is not None:
        definition += paragraph("Encoded as ", code(media.name), classes="openapi-meta")
    definition += render_examples(parameter.examples or (media.examples if media else []))
    if schema is not None and has_fields(schema):
        definition += Fields(page, term_anchor, direction).render(schema)
    if not definition.children and schema is None:
        definition += paragraph(*(type_nodes(schema) if schema else []))
    return item


def _serialisation(parameter: Parameter) -> str:
    """Return how a list or an object is written, where it is not written in the usual way."""
    style = parameter.data.get("style", DEFAULT_STYLES.get(parameter.location, ""))
    explode = parameter.data.get("explode", style in ("form", "cookie"))
    is_usual = style == DEFAULT_STYLES.get(parameter.location) and explode == (style == "form")
    if is_usual or ("style" not in parameter.data and "explode" not in parameter.data):
        return ""
    words = (
        f"the name repeated for each value ({style}, exploded)"
        if style == "form" and explode
        else STYLES.get(style, style)
    )
    return f"Written with {words}."
