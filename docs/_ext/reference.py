"""Tables of the reference, made from the code: options, directive options, roles, events, builders, warnings.

What a table names is in the general index, by which the search finds it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_openapi_pages.config import ApiOptions
from sphinxcontrib_openapi_pages.openapi.coverage import Aspect
from sphinxcontrib_openapi_pages.openapi.diagnostics import Subtype
from sphinxcontrib_openapi_pages.outputs.changes_builder import ChangesBuilder
from sphinxcontrib_openapi_pages.outputs.coverage_builder import CoverageBuilder
from sphinxcontrib_openapi_pages.outputs.latex import prepare
from sphinxcontrib_openapi_pages.outputs.published_files import OpenApiJsonBuilder
from sphinxcontrib_openapi_pages.outputs.review_builder import ReviewBuilder
from sphinxcontrib_openapi_pages.render.operation import ALONE, PARTS, WITH_ANSWERS
from sphinxcontrib_openapi_pages.sphinx.diagnostics import TYPE
from sphinxcontrib_openapi_pages.sphinx.directives import (
    OpenApiChanges,
    OpenApiCoverage,
    OpenApiGroup,
    OpenApiOperation,
    OpenApiSchema,
)
from sphinxcontrib_openapi_pages.sphinx.domain import NAME, OpenApiDomain
from sphinxcontrib_openapi_pages.sphinx.events import EVENTS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

DIRECTIVES = {
    "openapi-group": OpenApiGroup,
    "openapi-operation": OpenApiOperation,
    "openapi-schema": OpenApiSchema,
    "openapi-coverage": OpenApiCoverage,
    "openapi-changes": OpenApiChanges,
}

#: What each option of the directives does, as their classes do not say.
DIRECTIVE_OPTIONS = {
    "api": "Folder of the API. Needed only if there are several APIs and the document is in none of their folders.",
    "parts": "Parts of the operation, separated by commas or spaces, in the order in which they appear.",
    "caption": "One caption for all pages in the sidebar. Without it, the caption of each group is its title.",
    "include": "Patterns, separated by commas or line breaks. Lists only operations that match one of them.",
    "exclude": "Patterns in the same form. Leaves out operations that match one of them.",
    "hidden": "Shows no list and only puts the pages into the sidebar. Takes no value.",
    "operations": "Adds a collapsed table of the operations of each group. Takes no value.",
    "since": "A git revision such as `v1.0`. Compares with the spec of that revision.",
    "maxdepth": "Number of levels in the sidebar, as in `toctree`. Without it, all levels.",
}

BUILDERS = (CoverageBuilder, ChangesBuilder, ReviewBuilder, OpenApiJsonBuilder)

#: What the roles name.
ROLES = {
    "op": "An operation, by its operationId, by method and path (`GET /lamps/`), or by its reference in the spec.",
    "schema": "A component schema, by its name.",
    "group": "A group of operations, by its tag.",
    "api": "An API, by its folder.",
}


class ReferenceTable(SphinxDirective):
    """A table with one row for each thing that the code defines."""

    head: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    label = ""

    def rows(self) -> Iterable[tuple[str, ...]]:
        """Return name and further cells of each row, in the Markdown of one line."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Return the table; each row is the target of a label."""
        group = nodes.tgroup(cols=len(self.head))
        group += [nodes.colspec(colwidth=width) for width in self.widths]
        group += nodes.thead("", self._row(self.head))
        group += nodes.tbody("", *map(self._labelled_row, self.rows()))
        return [nodes.table("", group, classes=["reference-table", "longtable", "colwidths-given"])]

    def _row(self, texts: Iterable[str]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *_inline(text))) for text in texts))

    def _labelled_row(self, texts: tuple[str, ...]) -> nodes.row:
        row = self._row((f"`{texts[0]}`", *texts[1:]))
        label = f"{self.label}-{texts[0].replace('_', '-')}"
        node_id = nodes.make_id(label)
        paragraph = row[0][0]
        paragraph["ids"].append(node_id)
        row[0].insert(0, _index(texts[0], node_id))
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, node_id, texts[0])
        return row


class OptionsTable(ReferenceTable):
    """The options of one API."""

    head = ("Option", "Value", "Default", "Meaning")
    widths = (18, 20, 18, 44)
    label = "option"

    def rows(self) -> Iterator[tuple[str, ...]]:
        for option in fields(ApiOptions):
            yield option.name, option.metadata["kind"], _default(option), option.metadata["meaning"]


class DirectiveOptionsTable(ReferenceTable):
    """The options of the directive that the argument names."""

    required_arguments = 1
    head = ("Option", "Meaning")
    widths = (20, 80)

    def run(self) -> list[nodes.Node]:
        node_id = nodes.make_id(f"directive-{self.arguments[0]}")
        (table,) = super().run()
        table["ids"].append(node_id)
        return [_index(self.arguments[0], node_id), table]

    def rows(self) -> Iterator[tuple[str, ...]]:
        name = self.arguments[0]
        self.label = name.removeprefix("openapi-")
        for option in DIRECTIVES[name].option_spec or ():
            yield option, DIRECTIVE_OPTIONS[option]


class PartsTable(ReferenceTable):
    """The parts of an operation."""

    head = ("Part", "Shows")
    widths = (20, 80)
    label = "part"

    def rows(self) -> Iterator[tuple[str, ...]]:
        for name in PARTS:
            render = ALONE.get(name) or WITH_ANSWERS[name]
            text = (render.__doc__ or "").removeprefix("Yield ")
            yield name, text[:1].upper() + text[1:]


class AspectsTable(ReferenceTable):
    """The columns of a coverage."""

    head = ("Column", "What counts as covered")
    widths = (20, 80)
    label = "aspect"

    def rows(self) -> Iterator[tuple[str, ...]]:
        for aspect in Aspect:
            yield aspect.code, aspect.meaning


class RolesTable(ReferenceTable):
    """The roles of the domain."""

    head = ("Role", "Names")
    widths = (20, 80)
    label = "role"

    def rows(self) -> Iterator[tuple[str, ...]]:
        for role in OpenApiDomain.roles:
            yield f"{NAME}:{role}", ROLES[role]


class EventsTable(ReferenceTable):
    """The events."""

    head = ("Event", "Given", "When")
    widths = (35, 25, 40)
    label = "event"

    def rows(self) -> Iterator[tuple[str, ...]]:
        for name, (given, meaning) in EVENTS.items():
            yield name, f"`{given}`", meaning


class BuildersTable(ReferenceTable):
    """The builders."""

    head = ("Builder", "Does")
    widths = (20, 80)
    label = "builder"

    def rows(self) -> Iterator[tuple[str, ...]]:
        for builder in BUILDERS:
            yield builder.name, (builder.__doc__ or "").replace("``", "`")


class WarningsTable(ReferenceTable):
    """The subtypes of the warnings."""

    head = ("Subtype", "Meaning", "Example")
    widths = (20, 30, 50)
    label = "warning"

    def rows(self) -> Iterator[tuple[str, ...]]:
        for subtype in Subtype:
            yield f"{TYPE}.{subtype.code}", subtype.meaning, f"`{subtype.example}`"


def _index(name: str, node_id: str) -> addnodes.index:
    """Return the entry of the general index for *name*."""
    return addnodes.index(entries=[("single", name, node_id, "main", None)])


def _default(option: Field[Any]) -> str:
    if option.default is not MISSING:
        return f"`{option.default!r}`"
    if option.default_factory is not MISSING:
        return f"`{option.default_factory()!r}`"
    return "required"


def _inline(text: str) -> Iterator[nodes.Node]:
    """Yield *text* with what stands in backticks as code."""
    for number, part in enumerate(re.split(r"`([^`]+)`", text)):
        if part:
            yield nodes.literal(part, part) if number % 2 else nodes.Text(part)


def prepare_pdf(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Do for the whole PDF what the extension does for pages of APIs: our tables are full of long names."""
    if app.builder.format == "latex":
        for node in list(doctree.findall(nodes.Element)):
            prepare(node)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives, and what the PDF needs."""
    app.connect("doctree-resolved", prepare_pdf)
    app.add_directive("openapi-pages-options", OptionsTable)
    app.add_directive("openapi-pages-directive-options", DirectiveOptionsTable)
    app.add_directive("openapi-pages-parts", PartsTable)
    app.add_directive("openapi-pages-aspects", AspectsTable)
    app.add_directive("openapi-pages-roles", RolesTable)
    app.add_directive("openapi-pages-events", EventsTable)
    app.add_directive("openapi-pages-builders", BuildersTable)
    app.add_directive("openapi-pages-warnings", WarningsTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
