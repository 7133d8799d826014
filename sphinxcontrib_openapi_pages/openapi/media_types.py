"""A JSON value in the notation of a media type: XML by the XML Objects of its schema, YAML."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

from .schema import Schema
from .yaml_writer import to_yaml


def notation(media_type: str) -> str:
    """Return ``json``, ``jsonl``, ``xml`` or ``yaml``, whichever *media_type* is written in; empty for all others."""
    if media_type == "*/*":
        return "json"
    if "jsonl" in media_type or "ndjson" in media_type:
        return "jsonl"
    return next((name for name in ("json", "xml", "yaml") if name in media_type), "")


def written(value: Any, media_type: str, schema: Schema | None) -> str | None:
    """Return *value* in the notation of *media_type*; ``None`` if that is not known. A text is returned as it is."""
    if isinstance(value, str):
        return value
    name = notation(media_type)
    if name == "xml":
        return _xml(value, schema)
    if name == "yaml":
        return to_yaml(value).rstrip("\n")
    if name == "jsonl":
        return "\n".join(
            json.dumps(item, ensure_ascii=False) for item in (value if isinstance(value, list) else [value])
        )
    return json.dumps(value, indent=2, ensure_ascii=False) if name == "json" else None


# XML (OpenAPI 3.2 §4.26)


def _xml(value: Any, schema: Schema | None) -> str:
    holder = ElementTree.Element("root")
    _add(holder, (schema and schema.name) or "root", value, schema)
    root = holder[0] if len(holder) == 1 else holder  # a document has one root, even if a list is not wrapped
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _add(parent: ElementTree.Element, name: str, value: Any, schema: Schema | None) -> None:
    """Add *value*, called *name*, to *parent*: as elements, as an attribute or as its text."""
    schema = schema and _alternative(schema, value)
    words = schema.data.get("xml", {}) if schema is not None else {}
    words = words if isinstance(words, dict) else {}
    tag = _tag(words, name)
    kind = words.get("nodeType") or ("attribute" if words.get("attribute") else "element")
    if isinstance(value, list):
        is_wrapped = words.get("wrapped") or "nodeType" in words
        holder = _element(parent, tag, words) if is_wrapped else parent
        for item in value:
            items = schema.items if schema is not None else None
            _add(holder, name if is_wrapped else str(words.get("name") or name), item, items)
    elif kind == "attribute":
        parent.set(tag, _text(value))
    elif kind in ("text", "cdata"):
        parent.text = (parent.text or "") + _text(value)
    elif isinstance(value, dict):
        element = parent if kind == "none" else _element(parent, tag, words)
        known = schema.properties if schema is not None else {}
        for key, item in value.items():
            _add(element, key, item, known.get(key))
    else:
        _element(parent, tag, words).text = _text(value)


def _alternative(schema: Schema, value: Any) -> Schema:
    """Return the alternative of *schema* that the discriminator in *value* selects, else *schema*."""
    told = value.get(schema.discriminator) if isinstance(value, dict) and schema.discriminator else None
    parts = (part for part in schema.alternatives if told in schema.discriminator_values(part))
    return schema if told is None else next(parts, schema)


def _element(parent: ElementTree.Element, tag: str, words: dict[str, Any]) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag)
    if words.get("namespace"):
        element.set(f"xmlns:{words['prefix']}" if words.get("prefix") else "xmlns", str(words["namespace"]))
    return element


def _tag(words: dict[str, Any], name: str) -> str:
    prefix = f"{words['prefix']}:" if words.get("prefix") else ""
    return re.sub(r"^(?=[\d.-])|[^\w.:-]", "_", f"{prefix}{words.get('name') or name}")


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
