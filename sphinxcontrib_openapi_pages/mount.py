"""Mounts the configured APIs before Sphinx looks for documents (event ``builder-inited``)."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.display import progress_message, status_iterator

from .apis import RECORDED, MountedApi
from .config import ApiOptions, OptionError, read_folders, read_samples
from .files import read_sealed, write_sealed
from .menu import build_menu
from .pages import Page, api_pages, error_page, write_page
from .project import SUFFIX, install
from .reports import Subtype, conf_place, recorded, replay, warn
from .schemas import build_schemas
from .spec.document import open_document
from .spec.loader import LoadError
from .spec.positions import forget
from .spec.source import Source, Store, find_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

#: What the record of a build must hold to be of use.
STATE_KEYS = {"key", "digests", "sizes", "summary", "faults", *RECORDED}

DISTRIBUTION = "sphinxcontrib-openapi-pages"


def mount_apis(app: Sphinx) -> None:
    """Bring the page sources of every API up to date and add their documents to the project."""
    cache = Path(app.doctreedir) / "openapi-pages"
    place = conf_place(Path(app.confdir))
    app.config.openapi_pages_samples = read_samples(app.config.openapi_pages_samples, place)
    folders = read_folders(app.config.openapi_pages, place)
    apis = []
    for folder, entry in folders.items():
        try:
            options = ApiOptions.read(folder, entry, place)
        except OptionError as error:
            warn(Subtype.CONFIG, str(error), place)
            continue
        source = find_source(options.spec, folder, len(folders) == 1, Path(app.confdir))
        apis.append(_Mount(app, cache, folder, source, options).mount())
        forget()
    install(app, cache, apis)


@dataclass
class _Mount:
    """One API on its way from its document to the sources of its pages."""

    app: Sphinx
    cache: Path
    folder: str
    source: Source
    options: ApiOptions

    def mount(self) -> MountedApi:
        store = Store(
            self.source.location,
            self.cache / "fetched",
            frozenset(self.options.remote_references),
            [Path(self.app.confdir) / folder for folder in self.options.reference_folders],
            self.options.max_size * 2**20,
            self.source.auth,
        )
        state = self._read_state()
        if state.get("key") == self._key() and store.is_unchanged(state["digests"]) and self._is_complete(state):
            logger.info("[openapi] %s (unchanged)", state["summary"])
            store.keep()
            replay(state["faults"])
            return MountedApi.from_record(self.folder, self.options, state)
        store.digests.clear()
        try:
            return self._build(store)
        except LoadError as error:
            if error.subtype is Subtype.VALIDATION:
                raise ExtensionError(f"{error.place}: the document {error}") from error
            if store.go_back():
                warn(error.subtype, f"the document {error}; its last good copy is used", error.place)
                return self._build(store)
            warn(error.subtype, f"the document {error}; the API at {self.folder!r} has no pages", error.place)
            page = error_page(self.folder, f"The document {error}.")
            self._write([page])
            return MountedApi(self.folder, docnames=frozenset([page.docname]), options=self.options)

    def _build(self, store: Store) -> MountedApi:
        with recorded() as faults, progress_message(f"[openapi] reading {self.source.location}"):
            document = open_document(self.source.location, store, self.options.validate)
            menu = build_menu(document, self.folder, self.options)
            schemas = build_schemas(document, menu, self.folder, self.options)
            pages = list(api_pages(self.folder, document, menu, schemas, self.options))
        self._write(pages)
        store.keep()
        info = document.data.get("info", {})
        api = MountedApi(
            self.folder,
            info.get("title", self.folder),
            frozenset(page.docname for page in pages),
            {group.name: [name for name, _ in group.pages(self.options.group_size)] for group in menu.groups()},
            {group.name: group.title for group in menu.groups()},
            tuple(operation.entry for operation in menu.operations()),
            {schema.name: schema.docname for schema in schemas},
            self.options,
        )
        name = " ".join(f"{api.title} {info.get('version', '')}".split())
        summary = f"{name}: {len(api.operations)} operations in {len(api.groups)} groups"
        logger.info("[openapi] %s", summary)
        state = api.record() | {
            "key": self._key(),
            "digests": store.digests,
            "sizes": self._sizes(sorted(api.docnames)),
            "summary": summary,
            "faults": faults,
        }
        write_sealed(self._state_file, json.dumps(state, ensure_ascii=False).encode())
        return api

    def _write(self, pages: list[Page]) -> None:
        """Write the page sources and remove those of pages that are no more."""
        former = set(self._read_state().get("docnames", ()))
        # From now on the sources fit no record: a build that ends here leaves none behind.
        self._state_file.unlink(missing_ok=True)
        for page in status_iterator(
            pages,
            "[openapi] writing page sources... ",
            "purple",
            len(pages),
            self.app.verbosity,
            stringify_func=lambda page: page.docname,
        ):
            write_page(page, self._page_file(page.docname))
        for docname in former - {page.docname for page in pages}:
            self._page_file(docname).unlink(missing_ok=True)

    def _page_file(self, docname: str) -> Path:
        return self.cache / (docname + SUFFIX)

    # What the last build left

    @property
    def _state_file(self) -> Path:
        return self.cache / f"{quote(self.folder, safe='')}.state"

    def _read_state(self) -> dict[str, Any]:
        data = read_sealed(self._state_file)
        state: dict[str, Any] = json.loads(data) if data is not None else {}
        return state if state.keys() >= STATE_KEYS else {}

    def _key(self) -> str:
        """Return what the page sources depend on beside the bytes of the document."""
        parts = [version(DISTRIBUTION), self.source.location, repr(self.options)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _is_complete(self, state: dict[str, Any]) -> bool:
        return bool(self._sizes(state["docnames"]) == state["sizes"])

    def _sizes(self, docnames: Iterable[str]) -> dict[str, int]:
        """Return the sizes of the page sources that are there: a cheap way to see that none was damaged."""
        sizes = {}
        for docname in docnames:
            with contextlib.suppress(OSError):
                sizes[docname] = self._page_file(docname).stat().st_size
        return sizes
