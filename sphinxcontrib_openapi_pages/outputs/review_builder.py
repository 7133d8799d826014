"""The builder ``openapi-review``: writes the current states of operations into their overrides."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import ClassVar

from sphinx.builders import Builder
from sphinx.util import logging

from ..config import conf_place
from ..openapi.diagnostics import Subtype, warn
from ..site.override_reviews import FIELD, read_review, write_review
from ..sphinx.diagnostics import failing_writes_end_the_build
from ..sphinx.project import page_project
from ..sphinx.reviews import REVIEW_BUILDER, overrides_of, reviewed_api

logger = logging.getLogger(__name__)


class ReviewBuilder(Builder):
    """Writes ``openapi_reviewed`` into all overrides of operations, or only into the given files."""

    name = REVIEW_BUILDER
    epilog = "The overrides contain the current states of their operations."
    allow_parallel = True
    supported_image_types: ClassVar[list[str]] = []

    def get_outdated_docs(self) -> str:
        """Return a description of the output. The builder looks at every override, whichever documents changed."""
        return "overrides of operations"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an empty address, since no document is written."""
        return ""

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Do nothing: there is nothing to prepare."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the state into the overrides at *docnames*."""
        project = page_project(self.env)
        apis = [api for api in project.apis.values() if api.options.review_overrides and api.is_read]
        if not apis:
            message = "no API has the option 'review_overrides'; set it to True for at least one"
            warn(Subtype.CONFIG, message, conf_place(Path(self.confdir)))
        for api in apis:
            states = reviewed_api(project, api)
            for entry, path in overrides_of(project, api):
                if entry.docname not in docnames:
                    continue
                state, former = states.state(entry), read_review(path).value
                if state != former:
                    with failing_writes_end_the_build():
                        write_review(path, state)
                    logger.info("%s: %s: %s", project.doc2path(entry.docname, absolute=False), FIELD, state)
