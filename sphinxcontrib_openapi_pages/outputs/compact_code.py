"""Shortens highlighted code on pages of APIs without changing how it looks.

Pygments puts each token into an element, including spaces, which have no visible style, adjacent tokens of the same
kind, and tokens in the colour of all code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pygments.token import STANDARD_TYPES, Name, Punctuation, Text
from sphinx.highlighting import PygmentsBridge

from ..sphinx.project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from pygments.style import Style
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
        # Other themes may have colours of their own, beside those of Pygments.
        plain = _plain_in_furo(app) if "furo" in app.extensions else ()
        context["body"] = shortened(context["body"], plain)


def _plain_in_furo(app: Sphinx) -> tuple[str, ...]:
    light = app.builder.highlighter  # type: ignore[attr-defined]
    return plain_classes(light.formatter_args["style"], app.config.pygments_dark_style)


@lru_cache(maxsize=8)
def plain_classes(light: type[Style], dark: str) -> tuple[str, ...]:
    """Return the CSS classes of frequent tokens that look like the code around them in both styles."""
    styles = (light, PygmentsBridge("html", dark).formatter_args["style"])
    return tuple(
        STANDARD_TYPES[token]
        for token in (Name, Name.Other, Punctuation)
        if all(style.style_for_token(token) == style.style_for_token(Text) for style in styles)
    )


def shortened(html: str, plain: Sequence[str] = ()) -> str:
    """Return *html* without elements around blanks, and with one element for neighbours that are punctuation.

    Elements with a class in *plain* are left out, too, but brackets, which the script looks for.
    """
    short = PUNCTUATION.sub(lambda found: INNER.sub(r"\1", found[0]), BLANKS.sub(r"\1", html))
    return re.sub(rf'<span class="(?:{"|".join(plain)})">([^<{{}}[\]]+)</span>', r"\1", short) if plain else short
