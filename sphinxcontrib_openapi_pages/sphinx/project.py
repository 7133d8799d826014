"""Adds the pages of the mounted APIs to the documents of the Sphinx project.

Sphinx asks its project which documents there are and where their sources lie. The source of a page is the file in the
cache. If the author wrote a file at the address of the page, an override, that is the source, and Sphinx reads it like
any other. See https://www.sphinx-doc.org/en/master/extdev/projectapi.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.project import Project

from ..config import ApiOptions
from ..openapi.component_store import INDEX, ComponentStore
from ..openapi.diagnostics import Place, Subtype, warn
from ..openapi.phases import Phases
from ..openapi.slices import BUNDLE
from ..openapi.source.hosts import Hosts
from ..openapi.source.store import Source, Store
from ..site.addresses import TWINS
from ..site.api_index import MountedApi
from ..site.page_sources import PageContent, read_page
from .preparation import overlay_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SUFFIX = ".openapi-page"
"""Suffix of the page sources in the cache, by which Sphinx chooses their parser."""


class PagesProject(Project):
    """A Sphinx project whose documents include the pages of APIs."""

    def __init__(
        self,
        srcdir: Path,
        source_suffix: Iterable[str],
        confdir: Path,
        cache: Path,
        apis: Iterable[MountedApi],
        phases: Phases,
    ) -> None:
        super().__init__(srcdir, source_suffix)
        self.confdir = confdir
        self.cache = cache
        self.phases = phases
        """What counts the time that the build takes."""
        self.apis = {api.folder: api for api in apis}
        self.pages: dict[str, str] = {docname: api.folder for api in self.apis.values() for docname in api.docnames}
        """The folder of the API, by docname of the page."""
        self.components = {
            folder: ComponentStore(self.bundle(folder, BUNDLE), self.bundle(folder, INDEX)) for folder in self.apis
        }
        """The components of each API, by its folder."""
        self.overridden: set[str] = set()
        """Docnames of the pages that have an override."""
        self.extracts_messages = False
        """Whether the builder collects messages for translators; then texts are not translated."""
        self.former_titles: dict[str, str | None] = {}
        """The titles that pages had before this build read them again."""

    def discover(self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)) -> set[str]:
        """Find the author's documents and add the pages.

        Published twins and the Markdown beside the pages are no sources. They are excluded, because an output folder
        may lie in the source folder.
        """
        twins = [f"{prefix}{folder}/{TWINS}" for folder in self.apis for prefix in ("", "**/")]
        found = super().discover([*exclude_paths, *twins], include_paths)
        found.difference_update([docname for docname in found if self._is_published(docname)])
        self.overridden = found & self.pages.keys()
        found.update(self.pages)
        if ".md" not in self.source_suffix:
            self._warn_of_unread_markdown()
        return found

    def _is_published(self, docname: str) -> bool:
        """Return whether a document is the Markdown of a page in an output folder, where it has HTML beside it."""
        steps = docname.split("/")
        names = ("/".join(steps[start:]) for start in range(1, len(steps) - 1))
        return (
            any(name in self.pages or name.removesuffix("/index") in self.pages for name in names)
            and (Path(self.srcdir) / f"{docname}.html").is_file()
        )

    def _warn_of_unread_markdown(self) -> None:
        """Warn of overrides in Markdown where no extension reads Markdown."""
        for folder in self.apis:
            for path in sorted((Path(self.srcdir) / folder).rglob("*.md")):
                docname = path.relative_to(self.srcdir).with_suffix("").as_posix()
                if docname in self.pages and docname not in self.overridden:
                    message = "nothing reads this Markdown file; add 'myst_parser' to the extensions in conf.py"
                    warn(Subtype.CONFIG, message, Place(str(path)))

    def doc2path(self, docname: str, absolute: bool) -> Path:  # type: ignore[override]
        """Return the source of a document; for a page with *absolute* false, the path that its override would have."""
        if docname not in self.pages or docname in self.overridden:
            return super().doc2path(docname, absolute)
        return self._path_type(self.page_source(docname) if absolute else f"{docname}.md")

    @cached_property
    def _path_type(self) -> Callable[[Path | str], Path]:
        """The class of paths that Sphinx expects: a private subclass of Path."""
        return type(super().doc2path("", False))

    def api_of(self, docname: str) -> MountedApi:
        """Return the API of a page."""
        return self.apis[self.pages[docname]]

    def api_around(self, docname: str) -> MountedApi | None:
        """Return the API whose folder contains a document; if folders are nested, that of the innermost."""
        folders = [folder for folder in self.apis if docname.startswith(f"{folder}/")]
        return self.apis[max(folders, key=len)] if folders else None

    def may_be_page(self, docname: str) -> bool:
        """Return whether a document is a page, or would be one of an API whose document cannot be read."""
        api = self.api_around(docname)
        return docname in self.pages or (api is not None and not api.is_read)

    def page_source(self, docname: str) -> Path:
        """Return the file in the cache with the source of a page."""
        return self.cache / (docname + SUFFIX)

    def read_page(self, docname: str) -> PageContent:
        """Return what the page *docname* shows of the document."""
        return read_page(self.page_source(docname), self.components[self.pages[docname]])

    def bundle(self, folder: str, name: str) -> Path:
        """Return the file *name* in the cache of the API at *folder*, such as its whole document."""
        return self.cache / folder / name


def api_store(source: Source, options: ApiOptions, confdir: Path, cache: Path, phases: Phases) -> Store:
    """Return the store that reads the document of *source* and the files to which *options* let it refer."""
    folders = [confdir / folder for folder in options.reference_folders]
    hosts = Hosts.of(options.remote_references)
    named = overlay_files(options, confdir)
    size = options.max_size * 2**20
    copies = cache / "fetched"
    return Store(source.location, copies, hosts, folders, size, source.auth, source.made, named, phases=phases)


def page_project(env: BuildEnvironment) -> PagesProject:
    """Return the project of *env*. It is there after :func:`install`."""
    assert isinstance(env.project, PagesProject)
    return env.project


def install(app: Sphinx, cache: Path, apis: Iterable[MountedApi], phases: Phases) -> None:
    """Make a :class:`PagesProject` the project of *app*."""
    # Without their suffix, Sphinx does not search for page sources. It must not, since the cache may lie in the source
    # folder.
    suffixes = [suffix for suffix in app.config.source_suffix if suffix != SUFFIX]
    project = PagesProject(Path(app.srcdir), suffixes, Path(app.confdir), cache, apis, phases)
    project.restore(app.project)
    project.extracts_messages = not app.builder.use_message_catalog
    app.project = app.env.project = project
