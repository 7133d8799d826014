"""Nodes that docutils does not have, with functions that write them in every builder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from pygments import highlight
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound
from sphinx import addnodes
from sphinx.highlighting import lexer_classes
from sphinx.util.osutil import relative_uri

from ..locale import _
from ..site.addresses import markdown_path

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from sphinx.application import Sphinx
    from sphinx.highlighting import PygmentsBridge


def with_documents(node: nodes.Element, docname: str) -> Iterator[tuple[nodes.Element, str]]:
    """Yield *node* and all elements in it, each with the docname of the document that it comes from.

    Some builders join several documents. One cannot tell the document by going up from an element, because Sphinx does
    not change the parents of the elements that it joins.
    """
    if isinstance(node, addnodes.start_of_file):
        docname = node["docname"]
    yield node, docname
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from with_documents(child, docname)


MARKUP = re.compile(r"<(?=[A-Za-z/!?])|&(?=#?\w+;)")
"""The beginning of a tag or an entity in HTML."""

MAX_HIGHLIGHTED = 20_000
"""Longest code, in characters, that is highlighted: highlighting makes it four times as long."""

WORD_JOINER = "\u2060"
"""An invisible character."""


class inline(nodes.inline):  # noqa: N801
    """Words that would be HTML where they are not escaped: some themes put the text of titles into pages as it is.

    Their text (:meth:`astext`) is none, by a character that nobody sees; writers write the words as they are.
    """

    def astext(self) -> str:
        return MARKUP.sub(rf"\g<0>{WORD_JOINER}", super().astext())


def title_node(text: str) -> nodes.title:
    """Return a title with *text* of the document, which is neither markup nor for smart quotes."""
    words = inline("", text) if MARKUP.search(text) else nodes.Text(text)
    return nodes.title("", "", words, support_smartquotes=False)


def known_language(name: str) -> str:
    """Return *name*, a language of code, or ``text`` if nothing is known that could highlight it."""
    if name in lexer_classes:
        return name
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return "text"
    return name


def exact_text(node: nodes.Node) -> str:
    """Return the words of a title as they are, which are not for HTML."""
    if isinstance(node, inline):
        return nodes.inline.astext(node)
    return "".join(map(exact_text, node.children)) if node.children else node.astext()


class line_break(nodes.Inline, nodes.Element):  # noqa: N801
    """A line break within a paragraph (``<br>``)."""

    def astext(self) -> str:
        return " "


class remote_image(nodes.Inline, nodes.Element):  # noqa: N801
    """An image that the reader's browser loads. The build does not fetch it; other formats show its text."""

    def astext(self) -> str:
        return str(self["alt"])


class details(nodes.General, nodes.Element):  # noqa: N801
    """Content that readers of HTML can collapse. Its first child is a :class:`summary`."""


class summary(nodes.General, nodes.TextElement):  # noqa: N801
    """The line of a :class:`details` that is always visible."""


class code_block(nodes.literal_block):  # noqa: N801
    """Code in a language that Pygments knows, made for the page and not by the author."""


class route(nodes.literal):  # noqa: N801
    """The path of an operation. If it is long, lines may break between its parts in the attribute ``segments``."""


class base_address(nodes.Inline, nodes.Element):  # noqa: N801
    """The URL of the server before the path of an operation; shown on HTML pages only. Attribute ``address``."""

    def astext(self) -> str:
        return ""


class files(nodes.General, nodes.Element):  # noqa: N801
    """A line of links to files that are published beside the pages. Builders that publish no files omit it.

    The attribute ``links`` holds text, path from the root of the site, and media type of each file; ``page`` the
    docname of the page, whose Markdown and index come first; ``version`` the version of the API in words.
    """


class file_link(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A link to a file that is published beside the pages; only its text in formats without such files.

    Attribute ``path``: from the root of the site.
    """


def _html_route(translator: Any, node: route) -> None:
    translator.visit_literal(node)
    for segment in node["segments"]:
        translator.body.append("<span>")
        _write_variables(translator, segment)
        translator.body.append("</span>")
    if not node["segments"]:
        _write_variables(translator, node.astext())
    translator.depart_literal(node)
    raise nodes.SkipNode


def _html_base_address(translator: Any, node: base_address) -> None:
    address = escape(node["address"])
    translator.body.append(f'<code class="literal openapi-base" title="{address}"><span>{address}</span></code>')
    raise nodes.SkipNode


def _write_variables(translator: Any, text: str) -> None:
    """Write a part of a path, and mark its variables."""
    for part in filter(None, re.split(r"(\{[^{}]*\})", text)):
        start, end = ('<span class="openapi-variable">', "</span>") if part.startswith("{") else ("", "")
        translator.body.append(start)
        translator.visit_Text(nodes.Text(part))
        translator.body.append(end)


PUBLISHERS = ("html", "dirhtml", "singlehtml", "openapi-json")
"""Builders that publish files beside the pages."""


READABLE = ("html", "dirhtml")
"""Builders that write Markdown beside each page."""

PAGES_INDEX = "llms.txt"
"""The name of the index of all pages for programs."""


def markdown_name(builder: Any, docname: str) -> str:
    """Return the path of the Markdown of a page from the root of the site."""
    return markdown_path(docname, has_folder=builder.name == "dirhtml")


def published_uri(builder: Any, path: str) -> str:
    """Return the URI of the published file *path*, from the root of the site, as seen from the page that is written.

    Empty where *builder* publishes none.
    """
    if builder.name not in PUBLISHERS:
        return ""
    here = "" if builder.name == "singlehtml" else builder.get_target_uri(builder.current_docname)
    return quote(relative_uri(here, path))


def _html_files(translator: Any, node: files) -> None:
    builder = translator.builder
    if builder.name in PUBLISHERS:
        ways = [("Markdown", markdown_name(builder, node["page"]), "text/markdown")] if builder.name in READABLE else []
        indexes = [(PAGES_INDEX, PAGES_INDEX, "text/plain")] if ways else []
        links = [
            f'<a href="{escape(published_uri(builder, path))}" type="{media_type}">{escape(text)}</a>'
            for text, path, media_type in [*ways, *indexes, *node["links"]]
        ]
        parts = [*links, *([escape(node["version"])] if node.get("version") else [])]
        if links:
            translator.body.append(f'<p class="openapi-files">{" · ".join(parts)}</p>\n')
    raise nodes.SkipNode


def _visit_html_file_link(translator: Any, node: file_link) -> None:
    uri = published_uri(translator.builder, node["path"])
    translator.body.append(f'<a class="reference internal" href="{escape(uri)}">' if uri else "<span>")


def _depart_html_file_link(translator: Any, node: file_link) -> None:
    translator.body.append("</a>" if published_uri(translator.builder, node["path"]) else "</span>")


@lru_cache(maxsize=4)
def _formatter(highlighter: PygmentsBridge) -> Formatter[str]:
    return highlighter.get_formatter()


def _html_code(translator: Any, node: code_block) -> None:
    # Sphinx does the same, but makes a formatter for each block, which takes as long as the highlighting.
    text, language, highlighter = node.astext(), node["language"], translator.highlighter
    options = translator.config.highlight_options.get(language, {})
    code = highlight(text, highlighter.get_lexer(text, language, options, force=True), _formatter(highlighter))
    translator.body.append(translator.starttag(node, "div", "", CLASS=f"highlight-{language} notranslate"))
    more = _more(translator, text.count("\n") + 1)
    if more:
        code = code.rstrip().removesuffix("</div>") + f"{more}</div>"
    translator.body.append(f"{code}</div>\n")
    raise nodes.SkipNode


MAX_LINES = 20
"""Of a longer block of code, the page shows the beginning, until the reader wants all of it."""


def _more(translator: Any, count: int) -> str:
    """Return what shows all *count* lines of a block of code; a checkbox, so that it works without a script."""
    if count <= MAX_LINES or translator.builder.name == "epub":
        return ""
    shown = escape(_("Show all {count} lines").format(count=count))
    less = escape(_("Show less"))
    return (
        '<label class="openapi-more"><input type="checkbox" />'
        f'<span class="openapi-all">{shown}</span><span class="openapi-less">{less}</span></label>'
    )


def _latex_code(translator: Any, node: code_block) -> None:
    # Without this, lines without spaces, such as tokens, run into the margin.
    translator.body.append("\n\\begingroup\\sphinxsetup{verbatimforcewraps}%\n")
    with suppress(nodes.SkipNode):
        translator.visit_literal_block(node)
    translator.body.append("\n\\endgroup\n")
    raise nodes.SkipNode


def _skip(translator: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode


class bar(nodes.Inline, nodes.Element):  # noqa: N801
    """A horizontal bar that is filled to ``percent``."""

    def astext(self) -> str:
        return ""


def _nothing(translator: Any, node: nodes.Element) -> None:
    pass


def _html_line_break(translator: Any, node: nodes.Element) -> None:
    translator.body.append("<br />")
    raise nodes.SkipNode


def _latex_line_break(translator: Any, node: nodes.Element) -> None:
    translator.body.append("\\newline{}")
    raise nodes.SkipNode


def _text_line_break(translator: Any, node: nodes.Element) -> None:
    translator.add_text("\n")
    raise nodes.SkipNode


def _roff_line_break(translator: Any, node: nodes.Element) -> None:
    translator.body.append("\n.br\n")
    raise nodes.SkipNode


def _texinfo_line_break(translator: Any, node: nodes.Element) -> None:
    translator.body.append("@*\n")
    raise nodes.SkipNode


def _html_image(translator: Any, node: nodes.Element) -> None:
    size = "".join(f' {name}="{escape(str(node[name]))}"' for name in ("width", "height") if name in node)
    uri, alt = escape(node["uri"]), escape(node["alt"])
    translator.body.append(f'<img src="{uri}" alt="{alt}"{size} loading="lazy" />')
    raise nodes.SkipNode


def _image_as_text(translator: Any, node: nodes.Element) -> None:
    translator.visit_Text(nodes.Text(node["alt"]))
    raise nodes.SkipNode


def _visit_html_details(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "details", **({"open": "open"} if node.get("open") else {})))


def _depart_html_details(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</details>\n")


def _visit_html_summary(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "summary", ""))


def _depart_html_summary(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</summary>\n")


def _visit_paragraph(translator: Any, node: nodes.Element) -> None:
    translator.visit_paragraph(node)


def _depart_paragraph(translator: Any, node: nodes.Element) -> None:
    translator.depart_paragraph(node)


def _html_bar(translator: Any, node: nodes.Element) -> None:
    percent = f"{node['percent']:.1f}"
    translator.body.append(
        f'<span class="openapi-bar" aria-hidden="true"><span style="width: {percent}%"></span></span>'
    )
    raise nodes.SkipNode


def _latex_bar(translator: Any, node: nodes.Element) -> None:
    translator.body.append(f"\\rule{{{node['percent'] / 50:.2f}cm}}{{1ex}}")
    raise nodes.SkipNode


def _text_bar(translator: Any, node: nodes.Element) -> None:
    translator.visit_Text(nodes.Text("#" * round(node["percent"] / 10)))
    raise nodes.SkipNode


MARKDOWN = ("markdown", "llm_markdown")
"""The formats for which sphinx-markdown-builder, on which sphinx-llm stands, and sphinx-llm-friendly look up nodes."""


def _space(translator: Any, node: nodes.Element) -> None:
    translator.visit_Text(nodes.Text(" "))
    raise nodes.SkipNode


def add_html_node(app: Sphinx, node: type[nodes.Element], visit: Callable[[Any, Any], None]) -> None:
    """Register *node*, which *visit* writes as HTML; other formats omit it."""
    others: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo", *MARKDOWN), (_skip, None))
    app.add_node(node, html=(visit, None), **others)


def _setup_markdown() -> Iterator[tuple[type[nodes.Element], dict[str, Any]]]:
    """Yield our nodes, and those that other writers of Markdown do not know, with what these do with them."""
    plain = (_nothing, _nothing)
    known: dict[type[nodes.Element], Any] = {
        addnodes.toctree: (_skip, None),
        line_break: (_space, None),
        remote_image: (_image_as_text, None),
        bar: (_text_bar, None),
        file_link: plain,
        details: plain,
        summary: (_visit_paragraph, _depart_paragraph),
    }
    for node, visitors in known.items():
        yield node, dict.fromkeys(MARKDOWN, visitors)


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes with their visitors."""
    app.add_node(code_block, html=(_html_code, None), latex=(_latex_code, None))  # other builders write a literal block
    app.add_node(route, html=(_html_route, None))
    add_html_node(app, base_address, _html_base_address)
    app.add_node(
        line_break,
        html=(_html_line_break, None),
        latex=(_latex_line_break, None),
        text=(_text_line_break, None),
        man=(_roff_line_break, None),
        texinfo=(_texinfo_line_break, None),
    )
    text_image = (_image_as_text, None)
    app.add_node(
        remote_image, html=(_html_image, None), latex=text_image, text=text_image, man=text_image, texinfo=text_image
    )
    add_html_node(app, files, _html_files)
    plain = (_nothing, _nothing)
    app.add_node(
        file_link,
        html=(_visit_html_file_link, _depart_html_file_link),
        latex=plain,
        text=plain,
        man=plain,
        texinfo=plain,
    )
    app.add_node(
        details, html=(_visit_html_details, _depart_html_details), latex=plain, text=plain, man=plain, texinfo=plain
    )
    text_bar = (_text_bar, None)
    app.add_node(bar, html=(_html_bar, None), latex=(_latex_bar, None), text=text_bar, man=text_bar, texinfo=text_bar)
    paragraph = (_visit_paragraph, _depart_paragraph)
    app.add_node(
        summary,
        html=(_visit_html_summary, _depart_html_summary),
        latex=paragraph,
        text=paragraph,
        man=paragraph,
        texinfo=paragraph,
    )
    for node, handlers in _setup_markdown():
        app.add_node(node, override=True, **handlers)
