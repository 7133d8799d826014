"""Texts of the document in the language of the site, from the message catalogues of the author.

Sphinx translates what a parser has read, before transforms; what pages say comes later and is Markdown, whatever
markup the author writes. So each text is looked up where it is rendered: titles as a whole, descriptions block by
block. Catalogues lie where Sphinx has them (https://www.sphinx-doc.org/en/master/usage/advanced/intl.html).
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
    """The messages of a page, in its attribute ``messages``, for the builder ``gettext``."""

    def preserve_original_messages(self) -> None:
        """Do nothing: the messages are the original ones."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Do nothing: the texts were translated when they were rendered."""

    def extract_original_messages(self) -> list[str]:
        """Return the messages in the order of the page."""
        return list(self["messages"])


@contextmanager
def catalogue(env: BuildEnvironment, docname: str) -> Iterator[list[nodes.Node]]:
    """Translate by the catalogue of the document *docname*; yield what has to be added to its doctree in the end."""
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
        # As in Sphinx, a catalogue that is not there or is damaged translates nothing.
        with suppress(Exception):
            further = gettext.translation(domain, Path(env.srcdir) / folder, [language])
            if found is None:
                found = further
            else:
                found.add_fallback(further)
    return found.gettext if found is not None else None
