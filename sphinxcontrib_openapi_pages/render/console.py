"""Links to the console of an API: the button on the page of an operation, and the link on the page of the API."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.osutil import relative_uri

from ..locale import _
from ..site.api_index import MountedApi
from ..site.console import console_page, is_sendable, operation_name, settings_path, swagger_ui
from .nodes import add_html_node, published_uri

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CONSOLE_BUILDERS = ("html", "dirhtml")
"""Builders whose sites have consoles."""


class console_reference(nodes.General, nodes.Element):  # noqa: N801
    """A line with a link to the console of an API, for builders that have one.

    Attributes: the ``text``, the ``folder`` of the API and the name of an ``operation``, empty for all of them.
    """


def console_button(docname: str, api: MountedApi) -> list[nodes.Node]:
    """Return the button that opens the console of the operation at *docname*, if it has one."""
    entry = api.entry(docname)
    if not api.options.console or entry is None or not is_sendable(api, entry):
        return []
    return [console_reference(text=_("Try it"), folder=api.folder, operation=operation_name(docname))]


def console_link(api: MountedApi) -> list[nodes.Node]:
    """Return the link to the console of the whole API, if it has one."""
    if not api.options.console or not api.operations:
        return []
    return [console_reference(text=_("Console: send requests to this API"), folder=api.folder, operation="")]


def has_consoles(builder: Any) -> bool:
    """Return whether *builder* supports consoles, and the files of the console are installed."""
    return builder.name in CONSOLE_BUILDERS and swagger_ui() is not None


def _html_reference(translator: Any, node: console_reference) -> None:
    builder = translator.builder
    if has_consoles(builder):
        here = builder.get_target_uri(builder.current_docname)
        uri = relative_uri(here, builder.get_target_uri(console_page(node["folder"])))
        text, more = escape(node["text"]), ""
        if node["operation"]:
            uri += f"#{node['operation']}"
            settings = published_uri(builder, settings_path(node["folder"]))
            failed = _("The console cannot be loaded. Check your network connection.")
            more = f' class="openapi-try" data-settings="{escape(settings)}" data-failed="{escape(failed)}"'
        translator.body.append(f'<p class="openapi-console"><a href="{escape(uri)}"{more}>{text}</a></p>\n')
    raise nodes.SkipNode


def setup_console(app: Sphinx) -> None:
    """Register the node with its visitors."""
    add_html_node(app, console_reference, _html_reference)
