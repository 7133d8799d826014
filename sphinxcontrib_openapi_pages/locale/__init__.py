"""Messages of the extension in the language of the site (https://www.sphinx-doc.org/en/master/extdev/i18n.html).

Only text on pages is translated. Warnings and reports are always in English.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, TypeVar

from babel import UnknownLocaleError
from babel.numbers import format_decimal
from sphinx.locale import get_translation, get_translator

if TYPE_CHECKING:
    from sphinx.application import Sphinx

T = TypeVar("T")

DOMAIN = "sphinxcontrib_openapi_pages"

_ = get_translation(DOMAIN)
"""Translates a message. When a module is imported, the language is unknown: the result is lazy, ``str`` translates."""


def ngettext(one: str, many: str, count: Any) -> str:
    """Return the message for *count* things; its placeholders are not filled yet.

    A *count* that is no whole number gets the plural.
    """
    return get_translator(DOMAIN).ngettext(one, many, count if isinstance(count, int) else 2)


def number(value: int) -> str:
    """Return *value* with the separators of the language of the messages."""
    language = str(get_translator(DOMAIN).info().get("language", "en"))
    try:
        return format_decimal(value, locale=language)
    except (UnknownLocaleError, ValueError):
        return str(value)


def filled(message: str, **parts: Iterable[T | str]) -> list[T | str]:
    """Return the pieces of *message*: its text, and *parts* in the places of its placeholders (``{name}``)."""
    result: list[T | str] = []
    for text, name, _spec, _conversion in Formatter().parse(str(message)):
        result += [text] if text else []
        result += parts[name] if name else []
    return result


def setup_locale(app: Sphinx) -> None:
    """Load the message catalogues of the extension."""
    app.add_message_catalog(DOMAIN, Path(__file__).parent)
