"""Mounts the configured APIs before Sphinx looks for documents (event ``builder-inited``)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.display import progress_message, status_iterator

from .addresses import BUNDLES
from .apis import RECORDED, MountedApi
from .config import ApiOptions, OptionError, read_folders, read_samples
from .menu import build_menu
from .pages import Page, api_pages, error_page, replace_file, update_file
from .project import SUFFIX, install
from .reports import Subtype, conf_place, recorded, replay, warn
from .schemas import build_schemas
from .spec.document import open_document
from .spec.loader import LoadError
from .spec.source import Store, locate

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

#: What the record of a build must hold to be of use.
STATE_KEYS = {"key", "digests", "summary", "faults", *RECORDED}

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
        location = locate(options.spec, folder, len(folders) == 1, Path(app.confdir))
        apis.append(_Mount(app, cache, folder, location, options).mount())
    install(app, cache, apis)


@dataclass
class _Mount:
    """One API on its way from its document to the sources of its pages."""

    app: Sphinx
    cache: Path
    folder: str
    location: str
    options: ApiOptions

    def mount(self) -> MountedApi:
        store = Store(
            self.location,
            self.cache / "fetched",
            frozenset(self.options.remote_references),
            [Path(self.app.confdir) / folder for folder in self.options.reference_folders],
        )
        state = self._read_state()
        if state.get("key") == self._key() and store.is_unchanged(state["digests"]) and self._is_complete(state):
            logger.info("[openapi] %s (unchanged)", state["summary"])
            replay(state["faults"])
            return MountedApi.from_record(self.folder, self.options, state)
        store.digests.clear()
        try:
            return self._build(store)
        except LoadError as error:
            if error.subtype is Subtype.VALIDATION:
                raise ExtensionError(f"{error.place}: the document {error}") from error
            warn(error.subtype, f"the document {error}; the API at {self.folder!r} has no pages", error.place)
            page = error_page(self.folder, f"The document {error}.")
            self._write([page])
            for path in self._bundles:
                path.unlink(missing_ok=True)
            return MountedApi(self.folder, docnames=frozenset([page.docname]), options=self.options)

    def _build(self, store: Store) -> MountedApi:
        with recorded() as faults, progress_message(f"[openapi] reading {self.location}"):
            document = open_document(self.location, store, self.options.validate)
            menu = build_menu(document, self.folder, self.options)
            schemas = build_schemas(document, menu, self.folder, self.options)
            pages = list(api_pages(self.folder, document, menu, schemas, self.options))
        self._write(pages)
        for path, text in zip(self._bundles, (document.as_json(), document.as_yaml()), strict=True):
            update_file(path, text.encode())
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
        name = f"{api.title} {info.get('version', '')}".strip()
        summary = f"{name}: {len(api.operations)} operations in {len(api.groups)} groups"
        logger.info("[openapi] %s", summary)
        state = api.record() | {"key": self._key(), "digests": store.digests, "summary": summary, "faults": faults}
        replace_file(self._state_file, json.dumps(state, ensure_ascii=False).encode())
        return api

    def _write(self, pages: list[Page]) -> None:
        """Write the page sources and remove those of pages that are no more."""
        for page in status_iterator(
            pages,
            "[openapi] writing page sources... ",
            "purple",
            len(pages),
            self.app.verbosity,
            stringify_func=lambda page: page.docname,
        ):
            update_file(self.cache / (page.docname + SUFFIX), page.text.encode())
        for docname in set(self._read_state().get("docnames", ())) - {page.docname for page in pages}:
            (self.cache / (docname + SUFFIX)).unlink(missing_ok=True)
        self._state_file.unlink(missing_ok=True)

    # What the last build left

    @property
    def _bundles(self) -> list[Path]:
        return [self.cache / self.folder / name for name in BUNDLES]

    @property
    def _state_file(self) -> Path:
        return self.cache / f"{self.folder.replace('/', '.')}.state.json"

    def _read_state(self) -> dict[str, Any]:
        try:
            state = json.loads(self._state_file.read_bytes())
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) and state.keys() >= STATE_KEYS else {}

    def _key(self) -> str:
        """Return what the page sources depend on beside the bytes of the document."""
        parts = [version(DISTRIBUTION), self.location, repr(self.options)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _is_complete(self, state: dict[str, Any]) -> bool:
        pages = (self.cache / (docname + SUFFIX) for docname in state["docnames"])
        return all(path.is_file() for path in (*pages, *self._bundles))
