"""Writes ``llms.txt`` (https://llmstxt.org, version 2): the index of all pages for programs.

A small API is in one file. Of a larger one, the file names an index for each group, which lies in the folder of the
group; and one that would be long is divided further. So a program reads two or three short files on its way to a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..openapi.atomic_files import update_file
from ..openapi.markdown_text import code_span, escaped
from ..openapi.server_urls import document_base, server_url
from ..openapi.titles import one_line
from ..render.nodes import PAGES_INDEX as INDEX
from ..render.nodes import READABLE, markdown_name
from ..render.security import credential
from ..site.addresses import BUNDLES, SCHEMAS, twin_path
from ..site.api_index import MountedApi, OperationEntry
from ..site.page_notes import first_sentence
from ..site.page_sources import ApiPage, GroupPage
from ..sphinx.environment import title_of, toctrees
from ..sphinx.project import PagesProject
from .index_files import MAX_TITLE, NOTED, SHORT, Index, IndexWriter, Link, Section
from .markdown.writer import MarkdownWriter

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BEGIN, END = "<!-- openapi-pages -->", "<!-- /openapi-pages -->"
"""The lines around our part of an ``llms.txt`` of another extension."""

OTHERS = {"sphinx_llms_txt": "llms_txt_file", "sphinx_llm.txt": "llms_txt_enabled", "sphinx_llm_friendly": ""}
"""Extensions that also write the file, each with the option that turns this on."""


def publish_indexes(app: Sphinx, project: PagesProject, outdir: Path) -> None:
    """Write the index and those that it names; remove those of other builds."""
    indexes = _Indexes(app, project)
    path = outdir / INDEX
    written = {path, *indexes.write(path)}
    if not OTHERS.keys().isdisjoint(app.extensions):
        return  # they may have written such files
    found = chain(outdir.glob("llms-*.txt"), *((outdir / folder).rglob("llms*.txt") for folder in project.apis))
    for old in list(found):
        if old not in written and re.fullmatch(r"llms(-\d+)?\.txt", old.name):
            old.unlink()


class _Indexes:
    """Writes the indexes of a site."""

    def __init__(self, app: Sphinx, project: PagesProject) -> None:
        self.app = app
        self.env = app.env
        self.builder = app.builder
        self.project = project
        self.files = IndexWriter(Path(app.outdir), str(app.config.html_baseurl or ""))
        self.has_sources = isinstance(app.builder, StandaloneHTMLBuilder) and app.config.html_copy_source
        self.source_suffix = app.config.html_sourcelink_suffix if self.has_sources else ""

    def write(self, path: Path) -> set[Path]:
        """Write all files and return the paths of those that are not in the root."""
        apis = list(self.project.apis.values())
        root = Index(INDEX, self.app.config.project, self._quotation(apis), list(self._facts(apis)))
        shared = path.is_file() and self._is_shared()
        by_api = [(api, list(self._sections(api))) for api in apis if api.operations or api.schemas]
        sections = [_named_by(api, section) if apis[1:] else section for api, found in by_api for section in found]
        documents = [] if shared else self._documents()
        is_large = self.files.length(root, documents + sections) > SHORT
        if is_large:
            sections = [self._named(api, found) for api, found in by_api]
        root.sections = self.files.within_limit(root, [*documents, *sections, *self._bundles(apis)])
        if shared:
            self._add(path, root)
        else:
            is_short = not is_large or self.files.length(root, root.sections) <= NOTED
            update_file(path, self.files.text(root, has_notes=is_short).encode())
        return self.files.written

    # Content

    def _quotation(self, apis: Sequence[MountedApi]) -> str:
        """Return the subject of the site in a sentence."""
        if len(apis) == 1 and (summary := self._summary(apis[0])):
            return summary
        names = ", ".join(f"{api.full_title} {api.version}".strip() for api in apis)
        count = sum(len(api.operations) for api in apis)
        return shorten(f"Reference of {names}: {count:,} operations.", 4 * MAX_TITLE, placeholder=" …")

    def _summary(self, api: MountedApi) -> str:
        """Return the summary of an API, or the first paragraph of its description."""
        info = self._page(api).get("info", {})
        text = one_line(info.get("summary") or info.get("description", "").strip().partition("\n\n")[0])
        return text if len(text) <= 5 * MAX_TITLE else first_sentence(text)

    def _page(self, api: MountedApi) -> dict[str, Any]:
        content = self.project.read_page(api.index)
        return dict(content.document) if isinstance(content, ApiPage) else {}

    def _facts(self, apis: Sequence[MountedApi]) -> Iterator[str]:
        """Yield what a program should know about each API before it reads its pages."""
        for api in apis:
            data = self._page(api)
            if not data:
                continue
            own = [{"url": api.options.server}] if api.options.server else data.get("servers", [])
            base = document_base(data, api.location)
            urls = [server_url([server], base).rstrip("/") for server in own[:3]]
            name = escaped(f"{api.full_title} {api.version}".strip())
            yield f"- {name}: base URL {', '.join(map(code_span, urls))}" if any(urls) else f"- {name}"
            schemes = data.get("components", {}).get("securitySchemes", {})
            words = [f"{escaped(name)}: {_plain(scheme)}" for name, scheme in [*schemes.items()][:5]]
            if words:
                yield f"{'  ' if len(apis) > 1 else ''}- Authentication: {'; '.join(words)}"

    def _documents(self) -> list[Section]:
        """Return the documents of the author, and groups that have words alone, as the table of contents has them."""
        pages = self.project.pages.keys() - set(self._chapters())
        names = [name for name in self._in_order() if name not in pages and self._title(name)]
        links = [Link(self._title(name), self._source(name)) for name in names]
        return [Section("Documentation", links, "")] if links else []

    def _sections(self, api: MountedApi) -> Iterator[Section]:
        """Yield the pages of an API: its own and those of each group and schema."""
        if self._is_readable:
            yield Section(api.full_title, [self._own(api)])
        for tag, title in api.group_titles.items():
            operations = [operation for operation in api.operations if operation.group == tag]
            if operations:
                folder = api.groups[tag][0].removesuffix("/index")
                pages = self._group_pages(api, tag, title)
                links = [*pages, *(self._operation(api, entry) for entry in self._with_names(operations))]
                summary = f"{len(operations):,} operation{'s' if len(operations) > 1 else ''}"
                note = escaped(api.notes.get(api.groups[tag][0], ""))
                yield Section(title, links, folder, summary, note)
        if api.schemas and self._is_readable:
            whole = Link("All schemas", self._markdown(f"{api.folder}/{SCHEMAS}/index"))
            links = [whole, *(self._schema(api, name, docname) for name, docname in api.schemas.items())]
            yield Section("Schemas", links, f"{api.folder}/{SCHEMAS}", f"{len(api.schemas):,} schemas")

    def _with_names(self, operations: Sequence[OperationEntry]) -> Iterator[tuple[OperationEntry, str]]:
        """Yield each operation with the segment of its path that distinguishes it from the others."""
        segments = [[part for part in entry.path.split("/") if part and "{" not in part] for entry in operations]
        common = Counter(chain.from_iterable(map(set, segments)))
        for entry, parts in zip(operations, segments, strict=True):
            telling = (part for part in parts if common[part] <= max(len(operations) / 3, 1))
            yield entry, next(telling, parts[-1] if parts else entry.path)

    def _named(self, api: MountedApi, sections: Iterable[Section]) -> Section:
        """Return the section that names an index for each group; these are written."""
        links = [self._own(api)] if self._is_readable else []
        for section in sections:
            if not section.folder:
                continue
            path = f"{section.folder}/{INDEX}"
            said = ". ".join(filter(None, (section.summary, section.note)))
            quotation = f"{section.title} of {api.full_title} {api.version}".strip() + f": {said}"
            self.files.write(Index(path, section.title, quotation, sections=[section]), section.folder)
            links.append(Link(section.title, path, section.summary, section.note))
        return Section(api.full_title, links, f"{api.folder}")

    def _own(self, api: MountedApi) -> Link:
        return Link("Overview", self._markdown(api.index), "servers, authentication, errors and groups")

    def _group_pages(self, api: MountedApi, tag: str, title: str) -> Iterator[Link]:
        if self._is_readable:
            for number, docname in enumerate(api.groups[tag], 1):
                name = f"{title} (page {number})" if number > 1 else f"About {title}"
                yield Link(name, self._markdown(docname))

    def _operation(self, api: MountedApi, given: tuple[OperationEntry, str]) -> Link:
        entry, name = given
        kind = "webhook " if entry.is_webhook else ""
        deprecated = ", deprecated" if entry.is_deprecated else ""
        title = self._title(entry.docname) or entry.title
        path = self._markdown(entry.docname) if self._is_readable else twin_path(api.folder, entry.docname)
        return Link(
            title, path, f"{kind}{code_span(entry.route)}{deprecated}", self._more(api, entry.docname, title), name
        )

    def _schema(self, api: MountedApi, name: str, docname: str) -> Link:
        return Link(name, self._markdown(docname), "", self._more(api, docname, name), name)

    def _more(self, api: MountedApi, docname: str, title: str) -> str:
        """Return the first sentence of the description of a page, unless it only repeats the title."""
        note = api.notes.get(docname, "")
        return escaped(note) if note.rstrip(".").casefold() != title.casefold() else ""

    def _bundles(self, apis: Iterable[MountedApi]) -> list[Section]:
        links = [
            Link(f"{api.full_title} as {name}", f"{api.folder}/{name}", "all operations and schemas")
            for api in apis
            if api.operations
            for name in BUNDLES
        ]
        return [Section("OpenAPI documents", links)] if links else []

    @property
    def _is_readable(self) -> bool:
        return self.builder.name in READABLE

    def _markdown(self, docname: str) -> str:
        return markdown_name(self.builder, docname)

    def _title(self, docname: str) -> str:
        return title_of(self.env, docname) or ""

    def _source(self, docname: str) -> str:
        """Return the Markdown of a page; of a document its source where the site publishes it, else its HTML."""
        is_page = docname in self.project.pages
        if is_page and self._is_readable:
            return self._markdown(docname)
        if not self.has_sources or (is_page and docname not in self.project.overridden):
            return self.builder.get_target_uri(docname)
        path = Path(self.env.doc2path(docname, False)).as_posix()
        suffix = self.source_suffix if not path.endswith(self.source_suffix) else ""
        return f"_sources/{path}{suffix}"

    def _chapters(self) -> Iterator[str]:
        """Yield the pages of groups that have words alone."""
        for api in self.project.apis.values():
            used = {operation.group for operation in api.operations}
            for docname in (names[0] for tag, names in api.groups.items() if tag not in used):
                content = self.project.read_page(docname)
                if isinstance(content, GroupPage) and content.is_chapter:
                    yield docname

    def _in_order(self) -> Iterator[str]:
        """Yield all documents: those in toctrees first, in their order."""
        todo, seen = [self.env.config.root_doc], set()
        while todo:
            name = todo.pop(0)
            if name not in seen:
                seen.add(name)
                yield name
                todo[:0] = toctrees(self.env).get(name, [])
        yield from sorted(self.env.found_docs - seen)

    # Beside other extensions

    def _is_shared(self) -> bool:
        """Return whether another extension has written the file."""
        names = (name for name in OTHERS if name in self.app.extensions)
        return any(not OTHERS[name] or getattr(self.app.config, OTHERS[name], True) for name in names)

    def _add(self, path: Path, root: Index) -> None:
        """Add the pages of APIs to the file of another extension, and take its own links to them out."""
        theirs, _begin, _rest = path.read_text("utf-8").partition(BEGIN)
        pages = {self._markdown(name) for name in self.project.pages}
        pages |= {self.builder.get_target_uri(name) for name in self.project.pages}
        pages |= {f"_sources/{self.env.doc2path(name, False)}.txt" for name in self.project.pages}
        kept = [line for line in theirs.splitlines() if not _leads_to(line, pages)]
        ours = [*root.facts, "", *self.files.lines(root, has_notes=True)]
        lines = ["\n".join(kept).rstrip(), "", BEGIN, "", *ours, END, ""]
        update_file(path, "\n".join(lines).encode())


def _named_by(api: MountedApi, section: Section) -> Section:
    """Return *section* with the name of its API, which its own pages have already."""
    return replace(section, title=f"{api.full_title}: {section.title}") if section.folder else section


def _leads_to(line: str, pages: set[str]) -> bool:
    """Return whether a line of an index is a link to one of *pages*."""
    found = re.match(r"\s*[-*] \[.*?\]\(<?([^)>#]*)", line)
    steps = found[1].split("/") if found is not None else []
    return any("/".join(steps[start:]) in pages for start in range(len(steps)))


def _plain(scheme: dict[str, Any]) -> str:
    """Return where the credential of a scheme goes, as Markdown."""
    words = credential(scheme)
    writer = MarkdownWriter(lambda _node: "")
    return "".join(word if isinstance(word, str) else writer.inline(word) for word in words)
