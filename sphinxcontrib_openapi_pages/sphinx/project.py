"""The documents that exist without a file in the source folder.

Sphinx asks its project which documents there are and where their sources lie. This one
adds the pages of the mounted APIs. A page with a file of the author at its address is
that file, read by Sphinx like any other; a page without one is its source in the cache.
See https://www.sphinx-doc.org/en/master/extdev/projectapi.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.project import Project

from ..config import ApiOptions
from ..openapi.diagnostics import Place, Subtype, warn
from ..openapi.source.hosts import Hosts
from ..openapi.source.store import Source, Store
from ..site.addresses import TWINS
from ..site.api_index import MountedApi

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SUFFIX = ".openapi-page"
"""Suffix of the page sources in the cache, and so the name of their parser."""


class PagesProject(Project):
    """A Sphinx project with the pages of APIs among its documents."""

    def __init__(
        self, srcdir: Path, source_suffix: Iterable[str], confdir: Path, cache: Path, apis: Iterable[MountedApi]
    ) -> None:
        super().__init__(srcdir, source_suffix)
        self.confdir = confdir
        self.cache = cache
        self.apis = {api.folder: api for api in apis}
        self.pages: dict[str, str] = {docname: api.folder for api in self.apis.values() for docname in api.docnames}
        """Folder of the API of each page."""
        self.overridden: set[str] = set()
        """Pages with a file of the author at their address."""
        self.extracts_messages = False
        """Whether the builder collects messages for translators, and so wants every text as it is in the document."""
        self.former_titles: dict[str, str | None] = {}
        """Titles of pages as they were before this build read them again."""

    def discover(self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)) -> set[str]:
        """Find the author's documents and add the pages.

        The output folder of another builder may lie in the source folder: the Markdown in it is no source.
        """
        twins = [f"{prefix}{folder}/{TWINS}" for folder in self.apis for prefix in ("", "**/")]
        found = super().discover([*exclude_paths, *twins], include_paths)
        self.overridden = found & self.pages.keys()
        found.update(self.pages)
        if ".md" not in self.source_suffix:
            self._warn_of_unread_markdown()
        return found

    def _warn_of_unread_markdown(self) -> None:
        """Warn of Markdown files at the addresses of pages where nothing reads Markdown."""
        for folder in self.apis:
            for path in sorted((Path(self.srcdir) / folder).rglob("*.md")):
                docname = path.relative_to(self.srcdir).with_suffix("").as_posix()
                if docname in self.pages and docname not in self.overridden:
                    message = "nothing reads this Markdown file; add 'myst_parser' to the extensions in conf.py"
                    warn(Subtype.CONFIG, message, Place(str(path)))

    def doc2path(self, docname: str, absolute: bool) -> Path:  # type: ignore[override]
        """Return the source of a document; a relative path of a page is where an override would be."""
        if docname not in self.pages or docname in self.overridden:
            return super().doc2path(docname, absolute)
        return self._path_type(self.page_source(docname) if absolute else f"{docname}.md")

    @cached_property
    def _path_type(self) -> Callable[[Path | str], Path]:
        """The private subclass of Path that Sphinx wants documents to have."""
        return type(super().doc2path("", False))

    def api_of(self, docname: str) -> MountedApi:
        """Return the API of a page."""
        return self.apis[self.pages[docname]]

    def api_around(self, docname: str) -> MountedApi | None:
        """Return the API in whose folder a document lies; the innermost, if several do."""
        folders = [folder for folder in self.apis if docname.startswith(f"{folder}/")]
        return self.apis[max(folders, key=len)] if folders else None

    def may_be_page(self, docname: str) -> bool:
        """Return whether a document is a page, or would be one of an API whose document cannot be read."""
        api = self.api_around(docname)
        return docname in self.pages or (api is not None and not api.is_read)

    def page_source(self, docname: str) -> Path:
        """Return the file in the cache that holds the source of a page."""
        return self.cache / (docname + SUFFIX)

    def bundle(self, folder: str, name: str) -> Path:
        """Return the file in the cache that holds the whole document of the API at *folder*."""
        return self.cache / folder / name


def api_store(source: Source, options: ApiOptions, confdir: Path, cache: Path) -> Store:
    """Return what reads the document of *source* and the files that *options* let it refer to."""
    folders = [confdir / folder for folder in options.reference_folders]
    hosts = Hosts.of(options.remote_references)
    return Store(source.location, cache / "fetched", hosts, folders, options.max_size * 2**20, source.auth)


def page_project(env: BuildEnvironment) -> PagesProject:
    """Return the project of *env*, once :func:`install` has put it there."""
    assert isinstance(env.project, PagesProject)
    return env.project


def install(app: Sphinx, cache: Path, apis: Iterable[MountedApi]) -> None:
    """Make a :class:`PagesProject` the project of *app*."""
    # Page sources are never looked for, only known: the cache may lie below the source folder.
    suffixes = [suffix for suffix in app.config.source_suffix if suffix != SUFFIX]
    project = PagesProject(Path(app.srcdir), suffixes, Path(app.confdir), cache, apis)
    project.restore(app.project)
    project.extracts_messages = not app.builder.use_message_catalog
    app.project = app.env.project = project
