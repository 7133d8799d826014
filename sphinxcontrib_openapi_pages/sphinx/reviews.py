"""Warns about overrides whose operation has changed since they were written (option ``review_overrides``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..openapi.comparison.version import Version
from ..openapi.diagnostics import Place, Subtype, warn
from ..openapi.parsing.reader import LoadError
from ..openapi.slices import BUNDLE
from ..openapi.source.locations import SourceError
from ..site.api_index import MountedApi, OperationEntry
from ..site.override_reviews import FIELD, Review, ReviewedApi, read_review
from .older_version import read_since
from .project import PagesProject, page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

REVIEW_BUILDER = "openapi-review"
"""Name of the builder that writes the states into overrides."""

MAX_CHANGES = 5
"""How many changes a warning names."""


def reviewed_api(project: PagesProject, api: MountedApi) -> ReviewedApi:
    """Return what knows the states of the operations of *api*."""
    return ReviewedApi(project.bundle(api.folder, BUNDLE), project.cache / api.folder / "reviewed")


def overrides_of(project: PagesProject, api: MountedApi) -> Iterator[tuple[OperationEntry, Path]]:
    """Yield the operations of *api* that have an override, each with its file."""
    for entry in api.operations:
        if entry.docname in project.overridden:
            yield entry, Path(project.doc2path(entry.docname, absolute=True))


def counted_overrides(project: PagesProject, api: MountedApi) -> set[str]:
    """Return the docnames of the pages whose override counts.

    With the option ``review_overrides``, these are the overrides for the current state of the operation.
    """
    if not api.options.review_overrides:
        return project.overridden
    states = reviewed_api(project, api)
    return {
        entry.docname
        for entry, path in overrides_of(project, api)
        if (value := read_review(path).value) and value == states.state(entry)
    }


def check_reviews(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of overrides that were written for another state of their operation (event ``env-check-consistency``)."""
    project = page_project(env)
    if app.builder.name == REVIEW_BUILDER:
        return
    for api in project.apis.values():
        if api.options.review_overrides and api.is_read:
            _Check(env, project, api).run()


class _Check:
    """Checks the overrides of one API."""

    def __init__(self, env: BuildEnvironment, project: PagesProject, api: MountedApi) -> None:
        self.env = env
        self.project = project
        self.api = api
        self.states = reviewed_api(project, api)
        self._older: list[Version] | None = None

    def run(self) -> None:
        """Warn about each override that is not for the current state, and store the states of the others."""
        named = set()
        for entry, path in overrides_of(self.project, self.api):
            review, state = read_review(path), self.states.state(entry)
            named.add(review.value)
            if review.value == state:
                self.states.keep(entry, state)
            else:
                self._warn(entry, path, review, state)
        self.states.forget_others(named)

    def _warn(self, entry: OperationEntry, path: Path, review: Review, state: str) -> None:
        if review.value:
            what = "the operation has changed since this text was written" + self._list(entry, review.value)
            advice = f"review the text, and write '{FIELD}: {state}'"
        else:
            what = "this text does not name the state of the operation that it was written for"
            advice = f"write '{FIELD}: {state}' into the front matter"
        warn(Subtype.REVIEW, f"{what}; {advice}", Place(str(path), line=review.line), lasts=False)

    def _list(self, entry: OperationEntry, state: str) -> str:
        lines = [change.line for change in self.states.changes(entry, state, self._old_versions())]
        if not lines:
            return ""
        more = f" and {len(lines) - MAX_CHANGES} more" if len(lines) > MAX_CHANGES else ""
        return f": {', '.join(lines[:MAX_CHANGES])}{more}"

    def _old_versions(self) -> list[Version]:
        """Return the version that the option ``since`` names, if it can be read."""
        if self._older is None:
            self._older = []
            if self.api.options.since:
                with suppress(SourceError, LoadError):  # mounting the API has warned of it
                    self._older.append(Version(read_since(self.env, self.api).document))
        return self._older
