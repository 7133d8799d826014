"""What is published beside the pages: whole documents, ``llms.txt`` and, in :mod:`.twins`, Markdown twins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from ..openapi.atomic_files import update_file
from ..openapi.markdown_text import code_span, escaped
from ..openapi.titles import one_line
from ..render.nodes import PUBLISHERS
from ..site.addresses import BUNDLES, twin_path
from ..site.api_index import MountedApi, OperationEntry
from ..site.page_sources import ApiPage, GroupPage
from ..sphinx.diagnostics import failing_writes_end_the_build
from ..sphinx.environment import title_of, toctrees
from ..sphinx.project import PagesProject, page_project
from .changes_builder import ChangesBuilder
from .review_builder import ReviewBuilder
from .twins import publish_twins

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

LLMS = "llms.txt"
BEGIN, END = "<!-- openapi-pages -->", "<!-- /openapi-pages -->"
"""What stands around our part of an ``llms.txt`` of another extension."""


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Write everything beside the pages (event ``build-finished``)."""
    if exception is not None or app.builder.name not in PUBLISHERS:
        return
    project = page_project(app.env)
    outdir = Path(app.outdir)
    with failing_writes_end_the_build(), project.phases.timed("outputs"):
        for api in project.apis.values():
            publish_twins(api, project, outdir)
            _publish_bundle(api, project, outdir)
        if project.apis:
            _publish_llms(app, project, outdir / LLMS)


# Documents


def _publish_bundle(api: MountedApi, project: PagesProject, outdir: Path) -> None:
    for name in BUNDLES:
        source, target = project.bundle(api.folder, name), outdir / api.folder / name
        if source.is_file():
            update_file(target, source.read_bytes())
        else:
            target.unlink(missing_ok=True)


# llms.txt


def _publish_llms(app: Sphinx, project: PagesProject, path: Path) -> None:
    """Write ``llms.txt`` (https://llmstxt.org), or add to that of the extension sphinx-llms-txt."""
    writer = _LlmsWriter(app, project)
    is_shared = "sphinx_llms_txt" in app.extensions and app.config.llms_txt_file and path.is_file()
    if not is_shared:
        update_file(path, "\n".join([*writer.head(), *writer.documents(), *writer.groups()]).encode())
        return
    theirs, _, _ = path.read_text("utf-8").partition(BEGIN)
    ours = [theirs.rstrip(), "", BEGIN, "", *writer.groups(), END, ""]
    update_file(path, "\n".join(ours).encode())


class _LlmsWriter:
    """Yields the lines of ``llms.txt``."""

    def __init__(self, app: Sphinx, project: PagesProject) -> None:
        self.env: BuildEnvironment = app.env
        self.builder = app.builder
        self.project = project
        self.title = escaped(app.config.project)
        self.base = app.config.html_baseurl and app.config.html_baseurl.rstrip("/") + "/"
        self.has_sources = isinstance(app.builder, StandaloneHTMLBuilder) and app.config.html_copy_source
        self.source_suffix = app.config.html_sourcelink_suffix if self.has_sources else ""

    def head(self) -> Iterator[str]:
        """Yield title and summary."""
        yield f"# {self.title}"
        yield ""
        if len(self.project.apis) == 1 and (summary := self._summary(*self.project.apis.values())):
            yield f"> {escaped(summary)}"
            yield ""

    def documents(self) -> Iterator[str]:
        """Yield the documents of the author, and groups that have words alone, as the table of contents has them."""
        chapters = set(self._chapters())
        pages = self.project.pages.keys() - chapters
        names = [name for name in self._in_order() if name not in pages and self._title(name)]
        if names:
            yield from self._section(
                "Documentation", (self._link(self._title(name), self._source(name)) for name in names)
            )

    def groups(self) -> Iterator[str]:
        """Yield the operations of each group, then the whole documents."""
        apis = self.project.apis.values()
        for api in apis:
            for tag, title in api.group_titles.items():
                operations = [operation for operation in api.operations if operation.group == tag]
                if operations:
                    name = f"{api.full_title}: {title}" if len(apis) > 1 else title
                    yield from self._section(name, (self._operation(api, operation) for operation in operations))
        bundles = [self._bundle(api, name) for api in apis if api.operations for name in BUNDLES]
        if bundles:
            yield from self._section("OpenAPI documents", bundles)

    @staticmethod
    def _section(title: str, items: Iterable[str]) -> Iterator[str]:
        yield f"## {escaped(title)}"
        yield ""
        yield from items
        yield ""

    def _operation(self, api: MountedApi, operation: OperationEntry) -> str:
        kind = "webhook " if operation.is_webhook else ""
        deprecated = ", deprecated" if operation.is_deprecated else ""
        link = self._link(self._title(operation.docname) or operation.title, twin_path(api.folder, operation.docname))
        return f"{link}: {kind}{code_span(operation.route)}{deprecated}"

    def _bundle(self, api: MountedApi, name: str) -> str:
        return f"{self._link(f'{api.full_title} as {name}', f'{api.folder}/{name}')}: all operations and schemas"

    def _link(self, text: str, path: str) -> str:
        return f"- [{escaped(text)}]({self.base}{quote(path)})"

    def _title(self, docname: str) -> str:
        return title_of(self.env, docname) or ""

    def _source(self, docname: str) -> str:
        """Return the address of the source of a document where the site publishes it, else of its page."""
        if not self.has_sources or (docname in self.project.pages and docname not in self.project.overridden):
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

    def _summary(self, api: MountedApi) -> str:
        """Return the summary of an API, or the first paragraph of its description."""
        content = self.project.read_page(api.index)
        info = content.document.get("info", {}) if isinstance(content, ApiPage) else {}
        return one_line(info.get("summary") or info.get("description", "").strip().partition("\n\n")[0])

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


# Pages and builder


def add_alternate(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell of the twin in the head of an operation's page (event ``html-page-context``)."""
    project = page_project(app.env)
    folder = project.pages.get(pagename)
    if folder is None or app.builder.name not in PUBLISHERS or project.apis[folder].entry(pagename) is None:
        return
    target = relative_uri(app.builder.get_target_uri(pagename), quote(twin_path(folder, pagename)))
    context["metatags"] = (
        f'{context.get("metatags", "")}\n<link rel="alternate" type="text/markdown" href="{target}" />'
    )


class OpenApiJsonBuilder(Builder):
    """Publishes what is beside the pages, and no pages."""

    name = "openapi-json"
    epilog = "The OpenAPI documents and twins are in %(outdir)s."
    allow_parallel = True
    supported_image_types: ClassVar[list[str]] = []

    def get_outdated_docs(self) -> list[str]:
        """Return no documents: none is written."""
        return []

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address that the page has on a site of HTML."""
        return f"{quote(docname)}.html"

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Do nothing: there is nothing to prepare."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write no documents."""


def leave_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let builders that need no pages read the documents of the author alone (event ``env-before-read-docs``)."""
    if app.builder.name in (OpenApiJsonBuilder.name, ChangesBuilder.name, ReviewBuilder.name):
        docnames[:] = [docname for docname in docnames if docname not in page_project(env).pages]
