"""How much a page shows, and what it says of that which it leaves out."""

from __future__ import annotations

from ..locale import _, ngettext, number

ROOM = 1_500_000
"""How much one page shows, in characters of text."""

ITEM = 500
"""What an item of a list takes of that, beside its texts."""

PHRASE = 50
"""What an item of a list within a sentence takes of it, beside its text."""

MAX_ITEMS = 1000
"""How many items one list has."""

MAX_TABS = 100
"""How many tabs stand side by side."""

DOCUMENT = _("the OpenAPI document")
"""What a link to the published document is called."""


def left_out_message(count: int) -> str:
    """Return the message that *count* more items are left out, with a place for a link to the document."""
    message = ngettext(
        "{count} more is left out here: see {document}.", "{count} more are left out here: see {document}.", count
    )
    return message.replace("{count}", number(count))


def more_message(count: int) -> str:
    """Return the message that a list within a sentence has *count* more items, with places for those and a link."""
    # Translators: the end of a list within a sentence, as in "a, b, c and 2,000 more (see the OpenAPI document)".
    return _("{items} and {count} more (see {document})").replace("{count}", number(count))
