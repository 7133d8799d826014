"""Renders Parameter Objects and Header Objects as lists of fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from docutils import nodes

from ..locale import _
from ..openapi.direction import Direction
from ..openapi.operation import Example, Operation, Parameter
from ..openapi.server_urls import is_absolute
from .containers import element_of
from .elements import hole
from .examples import example_title
from .field_data import Field, FieldList, Note, size_of
from .field_list_node import hold_fields
from .fields import Fields
from .listing import count_words, has_fields
from .page import Page
from .type_text import Word, plain, type_words, without_title
from .value_words import (
    MAX_EXAMPLES,
    deprecation_note,
    describe_value,
    extension_notes,
    field_marks,
    left_out_words,
    title_notes,
    value_note,
)

TITLES = {
    "path": _("Path parameters"),
    "query": _("Query parameters"),
    "querystring": _("Query string"),
    "header": _("Headers"),
    "cookie": _("Cookies"),
}

MAX_LOCATIONS = 20
"""How many locations of parameters have a section."""

#: How values are written if a parameter does not define it (OpenAPI 3.2 §4.12.2).
DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}

STYLES = {
    "form": _("values separated by commas"),
    "simple": _("values separated by commas"),
    "spaceDelimited": _("values separated by spaces"),
    "pipeDelimited": _("values separated by |"),
    "deepObject": _("fields in brackets, as in name[field]=value"),
    "label": _("values prefixed by a dot"),
    "matrix": _("values prefixed by a semicolon"),
}

EXPLODED = {
    "simple": _("fields as name=value, separated by commas"),
    "label": _("a dot before each value"),
    "matrix": _("a semicolon and the name before each value"),
}


def render_parameters(operation: Operation, page: Page) -> Iterator[nodes.Element]:
    """Yield a section for each location that has parameters."""
    found: dict[str, list[Parameter]] = {location: [] for location in TITLES}
    for parameter in operation.parameters:
        found.setdefault(parameter.location, []).append(parameter)
    locations = [location for location, parameters in found.items() if parameters]
    for location in locations[:MAX_LOCATIONS]:
        title = TITLES.get(location, _("Parameters in {location}"))
        yield page.section(
            title.format(location=location),
            f"{location}-parameters",
            parameter_list(found[location], page, location, Direction.REQUEST),
        )
    yield from page.left_out(sum(len(found[location]) for location in locations[MAX_LOCATIONS:]))


def parameter_list(parameters: Sequence[Parameter], page: Page, anchor: str, direction: Direction) -> list[nodes.Node]:
    """Return *parameters*, or headers of a response, as a list."""
    found: list[Field] = []
    holes: list[nodes.Element] = []
    for parameter in page.within(parameters):
        if parameter.unresolved:
            holes.append(hole(parameter.unresolved))
        else:
            found.append(_field(parameter, page, anchor, direction))
    fields = [hold_fields(FieldList(found), page)] if found else []
    return [*fields, *page.left_out(len(parameters) - len(found) - len(holes)), *holes]


def _field(parameter: Parameter, page: Page, anchor: str, direction: Direction) -> Field:
    name = (Word(parameter.name, "code"),)
    media = parameter.content[0] if parameter.content else None
    schema = parameter.schema or (media.schema if media else None)
    is_required, is_deprecated = parameter.is_required, parameter.is_deprecated
    marks = field_marks(schema, is_required=is_required, is_deprecated=is_deprecated, direction=direction)
    field_anchor = page.anchor(f"{anchor}-{parameter.name}")
    types = without_title(type_words(schema), parameter.name) if schema else ()
    field = Field(name, field_anchor, types, marks, parameter.description)
    if schema is not None:
        field.notes += title_notes(schema.title_here, parameter.name, types, parameter.description)
        describe_value(field, schema)
    if reason := deprecation_note(parameter.data):
        field.notes.append(reason)
    if words := _serialisation(parameter):
        field.notes.append(Note(_("Serialization"), (plain(words),)))
    field.notes += extension_notes(parameter.data, page)
    if media is not None:
        field.notes.append(Note(_("Encoded as"), (Word(media.name, "code"),)))
    examples = parameter.examples or (media.examples if media else [])
    for example in examples[:MAX_EXAMPLES]:
        _add_example(field, example)
    if left_out := len(examples[MAX_EXAMPLES:]):
        field.notes.append(Note(_("Example"), left_out_words(left_out)))
    page.spend(size_of(field))
    if schema is not None and has_fields(schema):
        field.nested = Fields(page, field_anchor, direction).of(schema)
        field.summary, field.is_open = count_words(element_of(schema)), True
    return field


def _add_example(field: Field, example: Example) -> None:
    title = example_title(example)
    label = _("Example ({title})").format(title=title) if title else _("Example")
    note = value_note(label, example.value)
    if not example.has_value:
        kind = "link" if is_absolute(example.external_url) else "code"
        note = Note(label, (Word(example.external_url, kind),))
    if example.description:
        field.parts.append(
            Field((plain(label),), "", description=example.description, notes=[replace(note, label=_("Value"))])
        )
    else:
        field.notes.append(note)


def _serialisation(parameter: Parameter) -> str:
    """Return how the values of a parameter are written, if that differs from the default."""
    flags = {
        "allowReserved": _("reserved characters not encoded"),
        "allowEmptyValue": _("may be sent without a value"),
    }
    words = [_style(parameter), *(text for name, text in flags.items() if parameter.data.get(name))]
    # Translators: between the phrases of a list.
    return _("; ").join(filter(None, words))


def _style(parameter: Parameter) -> str:
    style = parameter.data.get("style", DEFAULT_STYLES.get(parameter.location, ""))
    explode = parameter.data.get("explode", style in ("form", "cookie"))
    is_usual = style == DEFAULT_STYLES.get(parameter.location) and explode == (style == "form")
    if is_usual or ("style" not in parameter.data and "explode" not in parameter.data):
        return ""
    if explode and style in EXPLODED:
        return _("{words} ({style}, exploded)").format(words=EXPLODED[style], style=style)
    return str(STYLES.get(style, style))
