"""Describes XML Objects in words: how a value is written as XML (OpenAPI 3.2 §4.26)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..locale import _
from ..openapi.schema import Schema
from .type_text import Word, Words, joined, sentence, value


def xml_words(schema: Schema) -> Words:
    """Return the XML Object of *schema* in words; its raw value if none of its fields is known."""
    given = schema.data["xml"]
    phrases = [*_phrases(given, is_array=schema.types == ["array"])] if isinstance(given, dict) else []
    return joined(phrases) if phrases else (value(given),)


def _phrases(given: Mapping[str, Any], *, is_array: bool) -> Iterator[Words]:
    name = ":".join(str(given[key]) for key in ("prefix", "name") if given.get(key)) if given.get("name") else ""
    if is_array and given.get("wrapped") is False and "nodeType" not in given:
        yield (Word(_("items not wrapped")),)
    elif words := _node(given, name, is_wrapper=is_array and bool(given.get("wrapped") or "nodeType" in given)):
        yield words
    if given.get("prefix") and not name:
        yield sentence(_("prefix {prefix}"), prefix=[Word(str(given["prefix"]), "code")])
    if given.get("namespace"):
        yield sentence(_("namespace {namespace}"), namespace=[Word(str(given["namespace"]), "code")])


def _node(given: Mapping[str, Any], name: str, *, is_wrapper: bool) -> Words:
    """Return what kind of node a value becomes."""
    kind = given.get("nodeType") or ("attribute" if given.get("attribute") else "element")
    named = {"element": _("items wrapped in the element {name}") if is_wrapper else _("element {name}")}
    named["attribute"] = _("attribute {name}")
    unnamed = {
        "element": _("items wrapped in one element") if is_wrapper else "",
        "attribute": _("attribute"),
        "text": _("text of the element"),
        "cdata": _("text of the element, as a CDATA section"),
        "none": _("no element of its own"),
    }
    if name and kind in named:
        return sentence(named[kind], name=[Word(name, "code")])
    return (Word(unnamed[kind]),) if unnamed.get(kind) else ()
