"""Writes lists of fields as HTML directly, because docutils nodes take much time and memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from ..locale import _
from .elements import HOLE
from .field_data import EnumValue, Field, FieldList, Note, fold_title, labelled, opened
from .markdown import link_target, markdown_html
from .type_text import Word, Words, sentence
from .value_words import MARKS
from .writing_direction import direction_attribute


def fields_html(fields: FieldList, schema_uri: Callable[[str], str], document_uri: str = "", prefix: str = "") -> str:
    """Return *fields* as HTML that is well-formed XML too, as EPUB wants it.

    *schema_uri* returns the address of the page of a schema by its name, or nothing. *document_uri* is that of the
    published document, if there is one. *prefix* stands before each id.
    """
    return "".join(_Writer(schema_uri, document_uri, prefix).write(fields))


@dataclass(frozen=True)
class _Writer:
    """Collects the pieces of HTML for a list of fields."""

    schema_uri: Callable[[str], str]
    document_uri: str = ""
    prefix: str = ""

    def write(self, fields: FieldList, summary: str = "") -> Iterator[str]:
        """Yield *fields* below *summary*, without repeating the summary."""
        if fields.whole is not None:
            yield from self._content(fields.whole)
        yield from self._lead(fields)
        if fields.fields:
            yield '<dl class="simple openapi-fields">\n'
            for field in fields.fields:
                yield from self._field(field)
            yield "</dl>\n"
        if fields.is_closed:
            closed = _("No other properties are allowed.")
            yield f'<p class="openapi-meta">{escape(closed)}</p>\n'
        for item in fields.conditions:
            yield f'<div class="openapi-condition" id="{self._id(item.anchor)}">'
            yield f'<p class="openapi-choice">{self._words(item.name)}</p>\n'
            yield from self._content(item)
            yield "</div>\n"
        if fields.choice and "".join(word.text for word in fields.choice) != summary:
            yield f'<p class="openapi-choice">{self._words(fields.choice)}</p>\n'
        if fields.alternatives:
            yield from self._alternatives(fields)
        for line in fields.left_out:
            yield f'<p class="openapi-left-out">{self._words(line)}</p>\n'
        for below in fields.below:
            yield from self.write(below)

    def _lead(self, fields: FieldList) -> Iterator[str]:
        """Yield what applies to all fields, or the link to the place that shows them."""
        if fields.title:
            yield f'<p class="openapi-label" id="{self._id(fields.anchor)}">{self._words(fields.title)}</p>\n'
        if fields.unresolved:
            words = sentence(HOLE, reference=[Word(fields.unresolved, "code")])
            yield f'<div class="admonition warning"><p>{self._words(words)}</p></div>\n'
        if fields.link:
            message, name, anchor = fields.link
            text = escape("".join(word.text for word in name))
            link = (
                f'<a class="reference internal" href="#{self._id(anchor)}">{text}</a>' if anchor else self._words(name)
            )
            yield f'<p class="openapi-repeated">{escape(message).format(name=link)}</p>\n'

    def _field(self, field: Field) -> Iterator[str]:
        anchor = self._id(field.anchor)
        muted = ' class="openapi-muted"' if field.is_muted else ""
        # The name links to itself: a sign beside it, as headings have, would be a tenth of a long page.
        yield f'<dt id="{anchor}"{muted}><a class="openapi-name" href="#{anchor}">{_name(field.name)}</a>'
        if field.type:
            yield f' <span class="openapi-type">{self._values(field.type)}</span>'
        yield f"{_chips(field.marks)}</dt>\n<dd>"
        yield from self._content(field)
        yield "</dd>\n"

    def _content(self, field: Field) -> Iterator[str]:
        if field.description:
            yield markdown_html(field.description)
        if field.enum:
            label = labelled(_("Allowed values"))
            yield f'<p class="openapi-meta">{escape(label)}</p>\n'
            first, rest = opened(field.enum)
            yield from self._enum(first)
            if rest:
                yield _fold(fold_title(len(rest)), "".join(self._enum(rest)))
        for note in field.notes:
            yield from self._note(note)
        for part in field.parts:
            label = escape(labelled("".join(word.text for word in part.name)))
            yield f'<p class="openapi-meta"><span class="openapi-label">{label}</span>{_chips(part.marks)}</p>\n'
            yield from self._content(part)
        if field.nested is None:
            return
        is_folded = field.summary and not field.nested.link
        if is_folded:
            yield f'<details class="openapi-nested"{" open=" + chr(34) + "open" + chr(34) if field.is_open else ""}>'
            yield f"<summary>{escape(field.summary)}</summary>\n"
        yield from self.write(field.nested, field.summary if is_folded else "")
        if is_folded:
            yield "</details>\n"

    def _enum(self, values: Sequence[EnumValue]) -> Iterator[str]:
        yield '<dl class="simple openapi-enum">\n'
        for item in values:
            name = f" {escape(item.name)}" if item.name else ""
            description = f"<dd>{markdown_html(item.description)}</dd>\n" if item.description else ""
            yield f"<dt>{self._word(Word(item.text, 'code'))}{name}{_chips(item.marks)}</dt>\n{description}"
        yield "</dl>\n"

    def _note(self, note: Note) -> Iterator[str]:
        label = escape(note.heading)
        if not note.has_block:
            yield f'<p class="openapi-meta">{label} {self._values(note.words)}</p>\n'
            if note.folded:
                yield _fold(note.fold, f'<p class="openapi-meta">{self._values(note.folded)}</p>\n')
            return
        text = note.block if isinstance(note.block, str) else json.dumps(note.block, indent=2, ensure_ascii=False)
        yield f'<p class="openapi-meta">{label}</p>\n'
        yield f'<div class="highlight"><pre>{escape(text)}\n</pre></div>\n'

    def _alternatives(self, fields: FieldList) -> Iterator[str]:
        """Yield tabs as sphinx-design writes them. Its style sheet shows the tab whose radio button is checked."""
        group = self._id(f"{fields.alternatives[0].anchor}-tabs")
        yield '<div class="sd-tab-set docutils openapi-tabs openapi-alternatives">\n'
        for number, item in enumerate(fields.alternatives):
            anchor, checked = self._id(item.anchor), ' checked="checked"' if number == 0 else ""
            label = _Writer(_no_page)._words(item.name)  # no links: clicks choose the tab
            sync = escape("".join(word.text for word in item.name))
            yield f'<input{checked} id="{anchor}-tab" name="{group}" type="radio" />'
            yield (
                f'<label class="sd-tab-label" for="{anchor}-tab" data-sync-id="{sync}" '
                f'data-sync-group="openapi-alternative">{label}</label>'
            )
            yield f'<div class="sd-tab-content docutils" id="{anchor}">\n'
            content = "".join(self._content(item))
            is_linked = item.nested is not None and item.nested.link is not None and item.type == item.name
            if types := (item.type if not is_linked else ()) or (() if content else item.name):  # no tab is empty
                yield f'<p class="openapi-type">{self._words(types)}</p>\n'
            yield content
            yield "</div>\n"
        yield "</div>\n"

    def _id(self, anchor: str) -> str:
        return escape(f"{self.prefix}{anchor}")

    def _words(self, words: Words) -> str:
        return "".join(map(self._word, words))

    def _values(self, words: Words) -> str:
        """Return *words* where our style sheet has rules for all code."""
        return self._words(words).replace('<code class="literal">', "<code>")

    def _word(self, word: Word) -> str:
        text = escape(word.text)
        if word.kind == "code":
            return f'<code class="literal">{text}</code>'
        if word.kind in ("schema", "title"):
            uri = self.schema_uri(word.name or word.text) if word.kind == "schema" else ""
            direction = direction_attribute(text)
            if uri:
                return f'<a class="reference internal openapi-schema-name" href="{escape(uri)}"{direction}>{text}</a>'
            return f'<span class="openapi-schema-name"{direction}>{text}</span>'
        if word.kind == "document" and self.document_uri:
            return f'<a class="reference internal" href="{escape(self.document_uri)}">{text}</a>'
        if word.kind == "link":
            url = word.target or word.text
            if target := link_target(url):
                return f'<a class="reference external" href="{escape(target)}">{text}</a>'
            return f'{text}: <code class="literal">{escape(url)}</code>' if word.target else text
        return text


def _name(words: Words) -> str:
    """Return the name of a field, without links: it is one."""
    return "".join(f"<code>{escape(word.text)}</code>" if word.kind == "code" else escape(word.text) for word in words)


def _chips(marks: Iterable[str]) -> str:
    texts = ((mark, escape(str(MARKS[mark]))) for mark in marks)
    return "".join(f' <span class="openapi-chip openapi-{mark}">{text}</span>' for mark, text in texts)


def _fold(title: str, content: str) -> str:
    return f'<details class="openapi-values"><summary>{escape(title)}</summary>\n{content}</details>\n'


def _no_page(name: str) -> str:
    return ""
