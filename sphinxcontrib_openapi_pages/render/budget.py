"""Limits how much a page shows, and creates the messages about what is left out."""

from __future__ import annotations

from ..locale import _, ngettext, number

ROOM = 1_500_000
"""How many characters of text one page shows."""

ITEM = 500
"""How many characters an item of a list counts in addition to its texts."""

PHRASE = 200
"""How many characters an item of a list within a sentence counts."""

VALUE = 50
"""How many characters a word or an allowed value in a list of fields counts in addition to its text."""

MAX_ITEMS = 1000
"""How many items one list shows."""

MAX_TABS = 100
"""How many tabs one set of tabs shows."""

DOCUMENT = _("the OpenAPI document")
"""The text of links to the published document."""


def left_out_message(count: int) -> str:
    """Return the message that *count* more items are left out, with a place for a link to the document."""
    message = ngettext(
        "{count} more is not shown here: see {document}.", "{count} more are not shown here: see {document}.", count
    )
    return message.replace("{count}", number(count))


def more_message(count: int) -> str:
    """Return the message that a list within a sentence has *count* more items, with places for those and a link."""
    # Translators: the end of a list within a sentence, as in "a, b, c and 2,000 more (see the OpenAPI document)".
    return _("{items} and {count} more (see {document})").replace("{count}", number(count))
