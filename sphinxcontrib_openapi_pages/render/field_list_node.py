"""The node that contains a list of fields until a builder writes the list."""

from __future__ import annotations

import pickle
from functools import cached_property

from docutils import nodes

from .field_data import FieldList
from .fields_nodes import fields_messages, fields_text
from .page import Page
from .translation import Lookup, current_lookup, looked_up


class fields_list(nodes.raw):  # noqa: N801
    """A list of fields, with the ``translations`` of their descriptions, and its words for the search (``text``).

    For code that looks at nodes, such as Sphinx's search index, it is a ``raw`` node of HTML. The fields are pickled
    (``packed``): so the main process of a parallel build, which loads documents only to pass them on, is faster.
    """

    def astext(self) -> str:
        """Return the words of the fields; Sphinx's search index asks for them."""
        return self["text"]  # type: ignore[no-any-return]

    @cached_property
    def fields(self) -> FieldList:
        """The fields, unpickled."""
        return pickle.loads(self["packed"])  # type: ignore[no-any-return]  # noqa: S301 (Sphinx has unpickled the node)

    @property
    def lookup(self) -> Lookup | None:
        """The function that translates the descriptions."""
        translations: dict[str, str] = self["translations"]
        return (lambda message: translations.get(message, message)) if translations else None


def hold_fields(fields: FieldList, page: Page) -> fields_list:
    """Return the node with *fields* of *page*."""
    lookup = current_lookup()
    found = {} if lookup is None else {message: lookup(message) for message in fields_messages(fields)}
    translations = {message: text for message, text in found.items() if text != message}
    packed = pickle.dumps(fields, pickle.HIGHEST_PROTOCOL)
    node = fields_list("", "", format="html", packed=packed, folder=page.folder, translations=translations)
    with looked_up(node.lookup):
        node["text"] = fields_text(fields)
    return node
