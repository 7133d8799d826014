"""Translates the texts of the document with the message catalogues of the author.

Sphinx translates what parsers have read, before other transforms run. The content of pages is added later, and is
always Markdown. So each text is translated when it is rendered: titles as a whole, descriptions block by block. The
catalogues are Sphinx's (https://www.sphinx-doc.org/en/master/usage/advanced/intl.html).
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.i18n import docname_to_domain

from ..render.translation import Lookup, looked_up
from .project import page_project

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class spec_messages(nodes.Invisible, nodes.Element, addnodes.translatable):  # noqa: N801
    """Contains the messages of a page for the builder ``gettext``, in the attribute ``messages``."""

    def preserve_original_messages(self) -> None:
        """Do nothing, because the messages are the original ones."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Do nothing, because texts are translated when they are rendered."""

    def extract_original_messages(self) -> list[str]:
        """Return the messages in the order of the page."""
        return list(self["messages"])


@contextmanager
def catalogue(env: BuildEnvironment, docname: str) -> Iterator[list[nodes.Node]]:
    """Within the context, translate with the catalogue of the document *docname*.

    Yield a list of nodes. The caller adds them to the doctree after the context; for ``gettext``, they hold messages.
    """
    holders: list[nodes.Node] = []
    project = page_project(env)
    if not project.extracts_messages:
        with looked_up(_lookup(env, docname)):
            yield holders
        return
    messages: dict[str, None] = {}

    def note(message: str) -> str:
        messages[message] = None
        return message

    with looked_up(note):
        yield holders
    if messages:
        holder = spec_messages(messages=list(messages))
        holder.source, holder.line = str(Path(env.srcdir) / project.doc2path(docname, absolute=False)), 1
        holders.append(holder)


def _lookup(env: BuildEnvironment, docname: str) -> Lookup | None:
    domain, language = docname_to_domain(docname, env.config.gettext_compact), env.config.language
    found: gettext.NullTranslations | None = None
    for folder in env.config.locale_dirs:
        # A missing or damaged catalogue translates nothing, as in Sphinx.
        with suppress(Exception):
            further = gettext.translation(domain, Path(env.srcdir) / folder, [language])
            if found is None:
                found = further
            else:
                found.add_fallback(further)
    return found.gettext if found is not None else None
