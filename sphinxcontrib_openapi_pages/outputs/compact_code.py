"""Shortens highlighted code on pages of APIs without changing how it looks.

Pygments puts each token into an element, including spaces, which have no visible style, and adjacent tokens of the same
kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..sphinx.project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

BLANKS = re.compile(r'<span class="w">(\s*)</span>')

# Not across lines: the script collapses everything between a bracket at the end of a line and its counterpart.
PUNCTUATION = re.compile(r'<span class="p">[^<]*</span>(?: *<span class="p">[^<]*</span>)+')

INNER = re.compile(r'</span>( *)<span class="p">')


def shorten_code(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Join elements of highlighted code in the content of a page (event ``html-page-context``)."""
    if pagename in page_project(app.env).pages and "body" in context:
        context["body"] = shortened(context["body"])


def shortened(html: str) -> str:
    """Return *html* without elements around blanks, and with one element for neighbours that are punctuation."""
    return PUNCTUATION.sub(lambda found: INNER.sub(r"\1", found[0]), BLANKS.sub(r"\1", html))
