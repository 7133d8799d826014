"""The words of the extension itself, in the language of the site (https://www.sphinx-doc.org/en/master/extdev/i18n.html).

Warnings and what builders print for tools are English whatever the language of the site.
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
"""Returns a message in the language of the site; as a constant of a module, lazily: ``str`` gives the text."""


def ngettext(one: str, many: str, count: Any) -> str:
    """Return the message for *count* things, which still has its placeholders; for what is no whole number, too."""
    return get_translator(DOMAIN).ngettext(one, many, count if isinstance(count, int) else 2)


def number(value: int) -> str:
    """Return *value* with the separators of the language that the words are in."""
    language = str(get_translator(DOMAIN).info().get("language", "en"))
    try:
        return format_decimal(value, locale=language)
    except (UnknownLocaleError, ValueError):
        return str(value)


def filled(message: str, **parts: Iterable[T | str]) -> list[T | str]:
    """Return *message*, with a piece of text between its placeholders and *parts* in their places (``{name}``)."""
    result: list[T | str] = []
    for text, name, _spec, _conversion in Formatter().parse(str(message)):
        result += [text] if text else []
        result += parts[name] if name else []
    return result


def setup_locale(app: Sphinx) -> None:
    """Load the words."""
    app.add_message_catalog(DOMAIN, Path(__file__).parent)
