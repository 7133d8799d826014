"""Puts a page together: the title, the override of the author, and the content from the document.

The parser for its markup reads an override, like any document. A page without an override begins empty. In both cases
the transforms below add the title and the content.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.parsers import Parser
from sphinx.transforms import SphinxTransform

from ..openapi.operation import Operation, read_operation
from ..render.links import settle_links
from ..render.nodes import title_node
from ..render.page import Page
from ..render.page_parts import PageParts, page_parts
from ..render.text_budget import TextBudget, spent
from ..site.addresses import page_anchor
from ..site.page_sources import Data
from .events import OPERATION_READ
from .outdated import note_mark, note_new
from .project import SUFFIX, PagesProject, page_project
from .translation import catalogue

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILETYPE = SUFFIX.removeprefix(".")

_PARTS = "openapi_page_parts"
_MESSAGES = "openapi_page_messages"

#: Nodes that may be before the title of a document.
PREAMBLE = (nodes.PreBibliographic, nodes.field_list, nodes.docinfo, nodes.meta, nodes.system_message)

#: Nodes whose source Sphinx and other extensions need.
LOCATED = (nodes.TextElement, nodes.definition_list_item, addnodes.toctree)


class PageParser(Parser):
    """The parser of page sources. It leaves the document empty: the transforms read the source from its file.

    So handlers of ``source-read`` in other extensions, which are meant for authors' markup, cannot change the data.
    """

    supported = (FILETYPE,)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Leave *document* empty."""


class AddTitle(SphinxTransform):
    """Puts the whole page into one section with the title from the override or, without one, from the document."""

    default_priority = 5  # before the transform that connects labels with the titles below them

    def apply(self, **kwargs: Any) -> None:
        """Add the title, if the document is a page."""
        project, docname = page_project(self.env), self.env.docname
        if docname not in project.pages:
            return
        with project.phases.timed("render"):
            self._add(project, docname)

    def _add(self, project: PagesProject, docname: str) -> None:
        source = project.page_source(docname)
        if docname in project.overridden:
            self.env.note_dependency(source)
        # Authors need not add every page to a toctree, so Sphinx should not warn of pages outside of toctrees.
        self.env.metadata[docname]["orphan"] = True
        api = project.api_of(docname)
        if docname == api.index:
            note_mark(self.env, api)
        with catalogue(self.env, docname) as messages:
            parts = page_parts(docname, project.read_page(docname), api, self._read)
        self.env.temp_data[_PARTS] = parts
        self.env.temp_data[_MESSAGES] = messages
        section = self._wrap(parts.title, parts.name)
        if parts.kind:
            anchor = page_anchor(parts.kind, docname)
            section["ids"].append(anchor)
            self.document.ids[anchor] = section
            entries = ["; ".join(text.replace(";", ",") for text in entry) for entry in parts.index]
            index = addnodes.index(entries=[("single", entry, anchor, "main", None) for entry in entries])
            section.insert(1, index)

    def _read(self, document: Data) -> Operation:
        """Return the operation of the page, after the handlers of the event have changed it."""
        docname, api = self.env.docname, page_project(self.env).api_of(self.env.docname)
        operation = read_operation(document, api.known_schemas)
        self.env.events.emit(OPERATION_READ, docname, operation)
        if (entry := api.entry(docname)) is not None and entry.is_new:
            note_new(self.env, docname)
        return operation

    def _wrap(self, title: str, name: str) -> nodes.section:
        """Put the whole document into a section with *title*, which references can find by *name*, and return it."""
        document = self.document
        start = next((i for i, node in enumerate(document.children) if not isinstance(node, PREAMBLE)), len(document))
        content = document.children[start:]
        del document[start:]
        if content and isinstance(content[0], nodes.section) and self.env.docname not in _untitled:
            section = content.pop(0)
            assert isinstance(section, nodes.section)
        else:
            # The title is translated already. Sphinx must not translate it again.
            heading = title_node(title)
            heading["translatable"] = False
            section = nodes.section("", heading, names=[nodes.fully_normalize_name(name)])
            document.note_implicit_target(section, section)
        section.extend(content)
        document.append(section)
        _untitled.discard(self.env.docname)
        return section


class AddContent(SphinxTransform):
    """Adds the content from the document below the content of the override."""

    default_priority = 760  # after the transforms for markup, which would take time and find nothing in our nodes

    def apply(self, **kwargs: Any) -> None:
        """Add the content, if the document is a page."""
        parts: PageParts | None = self.env.temp_data.pop(_PARTS, None)
        if parts is None:
            return
        with page_project(self.env).phases.timed("render"):
            self._add(parts)

    def _add(self, parts: PageParts) -> None:
        docname = self.env.docname
        page = self._page(docname)
        section = next(self.document.findall(nodes.section))
        start = 2 if parts.kind else 1
        written = section.children[start:]
        section[start:start] = parts.top
        with catalogue(self.env, docname) as messages, spent(TextBudget()):
            content = list(parts.render(page))
        first = next((i for i, node in enumerate(content) if isinstance(node, nodes.section)), len(content))
        lead, sections = content[:first], content[first:]
        # A paragraph cannot follow a section. So after sections of the override, the lead gets a section of its own.
        if lead and any(isinstance(node, nodes.section) for node in written):
            lead = [page.section(parts.lead_title, parts.lead_anchor, lead)]
        section.extend([*lead, *sections])
        settle_links([*lead, *sections], page)
        self.document.extend([*(self.env.temp_data.pop(_MESSAGES, None) or []), *messages])
        self._locate(Path(self.env.srcdir) / page_project(self.env).doc2path(docname, absolute=False))

    def _page(self, docname: str) -> Page:
        return Page(docname, self.document, page_project(self.env).api_of(docname))

    def _locate(self, path: Path) -> None:
        """Give nodes a source and a line, which warnings about them show."""
        for node in self.document.findall(nodes.Element):
            if node.source is None and isinstance(node, LOCATED):
                node.source, node.line = str(path), 1


_untitled: set[str] = set()
"""Pages whose override has no heading of the first level. An entry stays only while the page is read."""


HEADING = "Document headings start"
"""The beginning of MyST-Parser's warning."""


class _HeadingFilter(logging.Filter):
    """Drops MyST-Parser's warning that an override has no first-level heading, because the page adds the title.

    It records the page in :data:`_untitled`, because nothing else shows that the first heading is not a title.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self.app = app

    def filter(self, record: logging.LogRecord) -> bool:
        location = getattr(record, "location", None)
        if not isinstance(location, tuple):
            return True
        project, docname = page_project(self.app.env), location[0]
        if Path(docname).is_absolute():  # MyST-Parser before 5.1 gives a path, but Sphinx expects a docname.
            docname = project.path2doc(docname) or docname
            record.location = (docname, location[1])
        is_title = getattr(record, "subtype", None) == "header" and record.getMessage().startswith(HEADING)
        if not is_title or not project.may_be_page(docname):
            return True
        if docname in project.pages:
            _untitled.add(docname)
        return False


def install_heading_filter(app: Sphinx) -> None:
    """Install the filter for MyST-Parser's warnings of headings (event ``builder-inited``)."""
    logger = logging.getLogger("sphinx.myst_parser.warnings_")
    for old in [old for old in logger.filters if isinstance(old, _HeadingFilter)]:
        logger.removeFilter(old)
    logger.addFilter(_HeadingFilter(app))
