"""Mounts the configured APIs before Sphinx looks for documents (event ``builder-inited``)."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.display import progress_message, status_iterator

from ..config import ApiOptions, OptionError, conf_place, read_functions
from ..openapi.atomic_files import Written, digest_of, read_sealed, remove, update_file, write_sealed
from ..openapi.component_graph import ComponentGraph
from ..openapi.component_store import INDEX, write_index
from ..openapi.diagnostics import Diagnostic, Place, Subtype, note, recorded, replay, warn
from ..openapi.document import Document, open_document
from ..openapi.incremental import BuildRecord, read_record, write_record
from ..openapi.parsing.reader import LoadError
from ..openapi.phases import Phases
from ..openapi.slices import Slicer
from ..openapi.source.git_revision import OldVersion, old_version
from ..openapi.source.locations import SourceError
from ..openapi.source.python_objects import PythonObject
from ..openapi.source.store import Source, Store, find_since, find_source
from ..openapi.source.suggest_path import advice, is_lost
from ..openapi.titles import api_title
from ..render.operation import PARTS
from ..site.addresses import BUNDLES
from ..site.api_changes import OldApi, mark_new, read_old
from ..site.api_index import RECORDED, MountedApi, told_apart
from ..site.conf_entries import read_folders
from ..site.excluded_responses import leave_out_responses
from ..site.menu import Menu, build_menu
from ..site.option_checks import lacks_server, misnamed
from ..site.page_notes import page_notes
from ..site.page_sources import PageSource
from ..site.pages import api_pages, error_page
from ..site.schema_pages import UsedSchema, build_schemas
from .diagnostics import failing_writes_end_the_build
from .events import MENU_BUILT
from .preparation import preparation
from .project import SUFFIX, api_store, install

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..openapi.parsing.parser import DocumentParser

logger = logging.getLogger(__name__)

#: The members without which the record of a build is useless.
STATE_KEYS = {"key", "digests", "sources", "files", "summary", "faults", "has_checked", *RECORDED}

COVERAGE_BUILDER = "openapi-coverage"
"""Name of the builder that has the examples checked in any case."""

DISTRIBUTION = "sphinxcontrib-openapi-pages"


#: Configuration values with functions.
FUNCTIONS = ("openapi_pages_samples", "openapi_pages_parts")


def mount_apis(app: Sphinx) -> None:
    """Bring the page sources of every API up to date and add their documents to the project."""
    cache = Path(app.doctreedir) / "openapi-pages"
    place = conf_place(Path(app.confdir))
    for name in FUNCTIONS:
        setattr(app.config, name, read_functions(name, getattr(app.config, name), place))
    folders = read_folders(app.config.openapi_pages, place)
    if not folders and app.config.openapi_pages is None:
        logger.info("[openapi] no API has pages: openapi_pages is not set in conf.py")
    apis: list[MountedApi] = []
    phases = Phases()
    for folder, entry in folders.items():
        try:
            options = ApiOptions.read(folder, entry, place)
        except OptionError as error:
            warn(Subtype.CONFIG, str(error), place)
            continue
        options = _with_known_parts(options, folder, [*PARTS, *app.config.openapi_pages_parts], place)
        options = replace(options, since=find_since(options.since, folder, len(folders) == 1))
        _warn_of_missing_folders(options, folder, place)
        source = find_source(options.spec, folder, len(folders) == 1, conf_place(Path(app.confdir), folder))
        with collector_paused(), failing_writes_end_the_build():
            api = _Mount(app, cache, folder, source, options, phases).mount()
        _warn_of_shared_pages(api, apis, place)
        apis.append(api)
    install(app, cache, told_apart(apis), phases)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Do not look for cyclic garbage: a document that is read has none, and nothing of it is garbage soon."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _warn_of_shared_pages(api: MountedApi, others: Iterable[MountedApi], place: Place) -> None:
    """Warn of pages that *api*, mounted in the folder of another API or around it, has in common with it."""
    for other in others:
        shared = sorted(api.docnames & other.docnames)
        if shared:
            what = f"both APIs, {other.folder!r} and {api.folder!r}, have the page {shared[0]!r}"
            warn(Subtype.ADDRESS, f"openapi_pages: {what}; write another folder for one of them", place)


def _warn_of_missing_folders(options: ApiOptions, folder: str, place: Place) -> None:
    for name in options.reference_folders:
        if not (Path(place.file).parent / name).is_dir():
            what = f"openapi_pages[{folder!r}]['reference_folders'] contains {name!r}, which is not a folder"
            warn(Subtype.CONFIG, f"{what}; write a path relative to the folder of conf.py", place)


def _with_known_parts(options: ApiOptions, folder: str, known: list[str], place: Place) -> ApiOptions:
    """Return *options* with those of its parts that there are; the others are warned about."""
    for part in options.parts:
        if part not in known:
            message = f"openapi_pages[{folder!r}]['parts'] contains {part!r}; there are {', '.join(known)}"
            warn(Subtype.CONFIG, message, place)
    return replace(options, parts=[part for part in options.parts if part in known])


def _diagnostics(state: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Yield what the last build reported, from its record."""
    subtypes = {subtype.code: subtype for subtype in Subtype}
    return (Diagnostic(subtypes[code], message, place) for code, message, place in state["faults"])


@dataclass
class _Mount:
    """One API on its way from its document to the sources of its pages."""

    app: Sphinx
    cache: Path
    folder: str
    source: Source
    options: ApiOptions
    phases: Phases
    old: OldVersion | None = None
    """The version that the option ``since`` names."""

    def mount(self) -> MountedApi:
        store = api_store(self.source, self.options, Path(self.app.confdir), self.cache, self.phases)
        self.old = self._find_old(store) if self.options.since else None
        state = self._state
        if state.get("key") == self._key and store.is_unchanged(state["digests"]) and self._is_complete(state):
            logger.info("[openapi] %s (unchanged)", state["summary"])
            store.keep()
            replay(
                fault for fault in _diagnostics(state) if self._checks_examples or fault.subtype is not Subtype.EXAMPLE
            )
            return MountedApi.from_record(self.folder, self.source.location, self.options, state)
        store.digests.clear()
        try:
            return self._build(store)
        except LoadError as error:
            if error.subtype is Subtype.VALIDATION:
                raise ExtensionError(f"{error.place}: the document {error}") from error
            if store.go_back():
                warn(error.subtype, f"the document {error}; its last good copy is used", error.place)
                return self._build(store)
            self._warn_of_failure(error)
            page = error_page(self.folder, f"The document {error}.")
            self._write([page])
            for path in self._bundles:
                remove(path)
            docnames = frozenset([page.docname])
            return MountedApi(self.folder, self.source.location, docnames=docnames, options=self.options)

    def _build(self, store: Store) -> MountedApi:
        location, old, phases = self.source.location, self._read_old(store), self.phases
        with recorded() as faults, progress_message(f"[openapi] reading {self.source.name}"):
            last = read_record(self._record_file, self._key, self._bundles)
            with phases.timed("bundle"):
                document = open_document(
                    location,
                    store,
                    self.options.validate,
                    last,
                    check_examples=self._checks_examples,
                    prepare=self._preparation(store, checks_extends=not self.source.variable),
                )
                leave_out_responses(document, self.options.exclude_responses)
            with phases.timed("menu"):
                menu, graph, schemas = self._menu(document, old)
            with phases.timed("sources"):
                slicer = Slicer(graph)
                pages = list(api_pages(self.folder, slicer, menu, schemas, self.options))
        with phases.timed("sources"):
            sources, digests = self._write(pages)
        with phases.timed("outputs"):
            digests.update(self._write_record(slicer.record(), graph))
        store.keep()
        info = document.data.get("info", {})
        api = MountedApi(
            self.folder,
            location,
            api_title(info, self.folder),
            " ".join(info.get("version", "").split()),
            docnames=frozenset(page.docname for page in pages),
            groups={group.name: [name for name, _ in group.pages(self.options.group_size)] for group in menu.groups()},
            group_titles={group.name: group.title for group in menu.groups()},
            operations=tuple(operation.entry for operation in menu.operations()),
            schemas={schema.name: schema.docname for schema in schemas},
            unused_schemas=tuple(graph.unused_schemas()),
            notes=page_notes(menu, schemas),
            misfits=tuple((fault.message, fault.place) for fault in faults if fault.subtype is Subtype.EXAMPLE),
            options=self.options,
        )
        name = " ".join(f"{api.title} {api.version}".split())
        summary = f"{name}: {len(api.operations)} operations in {len(api.groups)} groups"
        logger.info("[openapi] %s", summary)
        state = api.record() | {
            "key": self._key,
            "digests": store.digests,
            "sources": sources,
            "files": {name: Written.of(self._file(name), digest) for name, digest in digests.items()},
            "summary": summary,
            "faults": [(fault.subtype.code, fault.message, fault.place) for fault in faults],
            "has_checked": self._checks_examples,
        }
        write_sealed(self._state_file, json.dumps(state, ensure_ascii=False).encode())
        return api

    def _menu(self, document: Document, old: OldApi | None) -> tuple[Menu, ComponentGraph, list[UsedSchema]]:
        """Return the menu, the references between components, and the schemas with pages."""
        menu = build_menu(document, self.folder, self.options)
        self._check_options(document, menu)
        if self.app.emit(MENU_BUILT, self.folder, menu):
            document.incremental.forget()
        if old is not None:
            mark_new(menu, old)
        graph = ComponentGraph(document)
        return menu, graph, build_schemas(graph, menu, self.folder, self.options)

    def _write_record(self, record: BuildRecord, graph: ComponentGraph) -> dict[str, str]:
        """Write what the next build can reuse of the document, with its text; return the digests of the files."""
        written = write_record(self._record_file, self._key, self._bundles, record)
        index = write_index(self.cache / self._index_name, graph, record.texts[0])
        return {**dict(zip(self._bundle_names, written, strict=True)), self._index_name: index}

    def _check_options(self, document: Document, menu: Menu) -> None:
        place = conf_place(Path(self.app.confdir))
        for fault in misnamed(document, menu, self.options):
            warn(Subtype.CONFIG, f"openapi_pages[{self.folder!r}]{fault}", place)
        if message := lacks_server(document, self.source.location, self.options):
            note(Subtype.CONFIG, f"openapi_pages[{self.folder!r}]{message}", place)

    def _warn_of_failure(self, error: LoadError) -> None:
        message, place = f"the document {error}", error.place
        if is_lost(self.source):
            setting = self.source.variable or f"openapi_pages[{self.folder!r}]"
            message = f"{setting}: the document {self.source.location} {error}; {advice(self.source)}"
            place = conf_place(Path(self.app.confdir))
        elif self.source.made is not None:
            setting = self.source.variable or f"openapi_pages[{self.folder!r}]['spec']"
            message = f"{setting}: {message}"
            place = Place(self.source.location, line=self.source.made.line)
        warn(error.subtype, f"{message}; the API at {self.folder!r} has no pages", place)

    def _find_old(self, store: Store) -> OldVersion | None:
        try:
            return old_version(self.options.since, Path(self.app.confdir), store)
        except SourceError as error:
            self._warn_of_since(str(error))
            return None

    def _preparation(self, store: Store, *, checks_extends: bool = False) -> Callable[[DocumentParser], None]:
        confdir = Path(self.app.confdir)
        return preparation(self.app.events, self.folder, self.options, confdir, store, checks_extends=checks_extends)

    def _read_old(self, store: Store) -> OldApi | None:
        if self.old is None:
            return None
        try:
            return read_old(self.old, self.folder, self.options, self._preparation(store))
        except LoadError as error:
            self._warn_of_since(f"it {error}")
            return None

    def _warn_of_since(self, reason: str) -> None:
        option = f"openapi_pages[{self.folder!r}]['since']"
        message = f"{option}: {self.options.since!r} cannot be used: {reason}; no operation is marked as new"
        warn(Subtype.CONFIG, message, conf_place(Path(self.app.confdir)))

    def _write(self, pages: list[PageSource]) -> tuple[dict[str, str], dict[str, str]]:
        """Write the page sources and remove those of pages that no longer exist.

        Return the digests of the pages, by docname, and those of their files, by name.
        """
        state = self._state
        files, former = state.get("files", {}), state.get("sources", {})
        # From now on the sources fit no record: a build that ends here leaves none behind.
        remove(self._state_file)
        sources, digests, changed = {}, {}, []
        for page in pages:
            sources[page.docname] = digest = page.digest
            name = page.docname + SUFFIX
            if digest == former.get(page.docname) and self._is_there(name, files):
                digests[name] = files[name][0]
            else:
                changed.append(page)
        for page in status_iterator(
            changed,
            "[openapi] writing page sources... ",
            "purple",
            len(changed),
            self.app.verbosity,
            stringify_func=attrgetter("docname"),
        ):
            name, text = page.docname + SUFFIX, page.text.encode()
            update_file(self.cache / name, text)
            digests[name] = digest_of(text)
        for docname in former.keys() - sources.keys():
            remove(self.cache / (docname + SUFFIX))
        return sources, digests

    @property
    def _checks_examples(self) -> bool:
        return self.options.check_examples or self.app.builder.name == COVERAGE_BUILDER

    # The state from the last build

    @property
    def _bundle_names(self) -> list[str]:
        return [f"{self.folder}/{name}" for name in BUNDLES]

    @property
    def _index_name(self) -> str:
        return f"{self.folder}/{INDEX}"

    @property
    def _bundles(self) -> list[Path]:
        return [self.cache / name for name in self._bundle_names]

    @property
    def _record_file(self) -> Path:
        return self.cache / self.folder / "parts.state"

    @property
    def _state_file(self) -> Path:
        return self.cache / f"{quote(self.folder, safe='')}.state"

    @cached_property
    def _state(self) -> dict[str, Any]:
        data = read_sealed(self._state_file)
        state: dict[str, Any] = json.loads(data) if data is not None else {}
        return state if state.keys() >= STATE_KEYS else {}

    @cached_property
    def _key(self) -> str:
        """Return what the page sources depend on besides the bytes of the document."""
        conf = Path(self.app.confdir) / "conf.py"
        handlers = hashlib.sha256(conf.read_bytes()).hexdigest() if conf.is_file() else ""
        old = self.old.fingerprint if self.old is not None else ""
        function = self.options.group_by.source if isinstance(self.options.group_by, PythonObject) else ""
        overlays = [overlay.content for overlay in self.options.overlays if isinstance(overlay, PythonObject)]
        parts = [version(DISTRIBUTION), self.source.location, repr(self.options), handlers, old, function, *overlays]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _is_complete(self, state: dict[str, Any]) -> bool:
        if self._checks_examples and not state["has_checked"]:
            return False
        names = [*(docname + SUFFIX for docname in state["docnames"]), *self._bundle_names, self._index_name]
        return all(self._is_there(name, state["files"]) for name in names)

    def _is_there(self, name: str, files: Mapping[str, Any]) -> bool:
        """Return whether the file *name* of the cache is as the record *files* has it."""
        return name in files and Written(*files[name]).is_at(self._file(name))

    def _file(self, name: str) -> str:
        return f"{self.cache}/{name}"  # a path as an object takes longer, and there are thousands
