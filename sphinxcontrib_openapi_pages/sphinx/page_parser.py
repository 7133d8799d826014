"""Puts a page together: title, what the author wrote at its address, what the document says.

A page with an override is read by the override's own parser, as any document is; a page
without one begins empty. In both cases the transforms below add the rest.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.parsers import Parser
from sphinx.transforms import SphinxTransform

from ..openapi.model import Operation, read_operation
from ..render.links import settle_links
from ..render.page import Page
from ..render.page_parts import PageParts, page_parts
from ..site.addresses import page_anchor
from ..site.page_sources import Data, read_page
from .events import OPERATION_READ
from .outdated import note_mark, note_new
from .project import SUFFIX, page_project
from .translation import catalogue

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILETYPE = SUFFIX.removeprefix(".")

_PARTS = "openapi_page_parts"
_MESSAGES = "openapi_page_messages"

#: What may stand before the title of a document.
PREAMBLE = (nodes.PreBibliographic, nodes.field_list, nodes.docinfo, nodes.meta, nodes.system_message)

#: Nodes of which Sphinx and other extensions want to know where they come from.
LOCATED = (nodes.TextElement, nodes.definition_list_item, addnodes.toctree)


class PageParser(Parser):
    """The parser of page sources: the document stays empty, since the transforms read the source itself.

    What other extensions do to sources (``source-read``) is meant for authors' markup, not for data.
    """

    supported = (FILETYPE,)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Leave *document* empty."""


class AddTitle(SphinxTransform):
    """Makes the whole document one section, with the author's own title or one from the document."""

    default_priority = 5  # before labels look for the title that they stand above

    def apply(self, **kwargs: Any) -> None:
        """Add the title, if the document is a page."""
        project, docname = page_project(self.env), self.env.docname
        if docname not in project.pages:
            return
        source = project.page_source(docname)
        if docname in project.overridden:
            self.env.note_dependency(source)
        # Whether a toctree reaches a generated page is no concern of the author.
        self.env.metadata[docname]["orphan"] = True
        api = project.api_of(docname)
        if docname == api.index:
            note_mark(self.env, api)
        with catalogue(self.env, docname) as messages:
            parts = page_parts(docname, read_page(source), api, self._read)
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
        """Return the operation of the page, as handlers of the event may have changed it."""
        docname, api = self.env.docname, page_project(self.env).api_of(self.env.docname)
        operation = read_operation(document, api.known_schemas)
        self.env.events.emit(OPERATION_READ, docname, operation)
        if (entry := api.entry(docname)) is not None and entry.is_new:
            note_new(self.env, docname)
        return operation

    def _wrap(self, title: str, name: str) -> nodes.section:
        """Return the section that holds the whole document, with *title*; *name* is what it is called in references."""
        document = self.document
        start = next((i for i, node in enumerate(document.children) if not isinstance(node, PREAMBLE)), len(document))
        content = document.children[start:]
        del document[start:]
        if content and isinstance(content[0], nodes.section) and self.env.docname not in _untitled:
            section = content.pop(0)
            assert isinstance(section, nodes.section)
        else:
            # Not for Sphinx to translate: the parser of a page reads nothing, and what is ours is translated already.
            heading = nodes.title("", title, translatable=False)
            section = nodes.section("", heading, names=[nodes.fully_normalize_name(name)])
            document.note_implicit_target(section, section)
        section.extend(content)
        document.append(section)
        _untitled.discard(self.env.docname)
        return section


class AddContent(SphinxTransform):
    """Adds what the document says below what the author wrote."""

    default_priority = 760  # after everything that is about markup: most of a page is not

    def apply(self, **kwargs: Any) -> None:
        """Add the content, if the document is a page."""
        parts: PageParts | None = self.env.temp_data.pop(_PARTS, None)
        if parts is None:
            return
        docname = self.env.docname
        page = self._page(docname)
        section = next(self.document.findall(nodes.section))
        start = 2 if parts.kind else 1
        written = section.children[start:]
        section[start:start] = parts.top
        with catalogue(self.env, docname) as messages:
            content = list(parts.render(page))
        first = next((i for i, node in enumerate(content) if isinstance(node, nodes.section)), len(content))
        lead, sections = content[:first], content[first:]
        # A paragraph cannot follow a section: after sections of the author's, it gets one of its own.
        if lead and any(isinstance(node, nodes.section) for node in written):
            lead = [page.section(parts.lead_title, parts.lead_anchor, lead)]
        section.extend([*lead, *sections])
        settle_links([*lead, *sections], page)
        self.document.extend([*(self.env.temp_data.pop(_MESSAGES, None) or []), *messages])
        self._locate(Path(self.env.srcdir) / page_project(self.env).doc2path(docname, absolute=False))

    def _page(self, docname: str) -> Page:
        return Page(docname, self.document, page_project(self.env).api_of(docname))

    def _locate(self, path: Path) -> None:
        """Say where text comes from: warnings want to know."""
        for node in self.document.findall(nodes.Element):
            if node.source is None and isinstance(node, LOCATED):
                node.source, node.line = str(path), 1


_untitled: set[str] = set()
"""Pages whose override has headings, but none of the first level, while they are read."""


HEADING = "Document headings start"
"""How MyST-Parser's warning begins."""


class _HeadingFilter(logging.Filter):
    """Takes MyST's word that an override has no heading of the first level: the title is ours, and nobody is warned."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self.app = app

    def filter(self, record: logging.LogRecord) -> bool:
        location = getattr(record, "location", None)
        if not isinstance(location, tuple):
            return True
        project, docname = page_project(self.app.env), location[0]
        if Path(docname).is_absolute():  # as MyST-Parser has it before 5.1; Sphinx expects a docname
            docname = project.path2doc(docname) or docname
            record.location = (docname, location[1])
        is_title = getattr(record, "subtype", None) == "header" and record.getMessage().startswith(HEADING)
        if not is_title or not project.may_be_page(docname):
            return True
        if docname in project.pages:
            _untitled.add(docname)
        return False


def install_heading_filter(app: Sphinx) -> None:
    """Filter what MyST-Parser says of headings (event ``builder-inited``)."""
    logger = logging.getLogger("sphinx.myst_parser.warnings_")
    for old in [old for old in logger.filters if isinstance(old, _HeadingFilter)]:
        logger.removeFilter(old)
    logger.addFilter(_HeadingFilter(app))
