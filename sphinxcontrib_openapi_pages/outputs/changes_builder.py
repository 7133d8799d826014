"""The builder ``openapi-changes``: reports changes since an older version, and fails if one breaks clients."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.builders import Builder
from sphinx.util import logging

from ..config import conf_place
from ..openapi.comparison.change import Change
from ..openapi.diagnostics import Subtype, note, warn
from ..openapi.parsing.reader import LoadError
from ..openapi.slices import BUNDLE
from ..openapi.source.locations import SourceError
from ..site.api_changes import api_changes
from ..site.api_index import MountedApi, OperationEntry
from ..sphinx.older_version import read_since
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

WHOLE_API = "The whole API"
"""The entry for changes outside operations."""


@dataclass(frozen=True)
class Finding:
    """One change of an API, with its operation if it belongs to one."""

    change: Change
    entry: OperationEntry | None
    is_accepted: bool

    @property
    def place(self) -> str:
        """Method and path of the operation."""
        return self.entry.route if self.entry is not None else WHOLE_API

    @property
    def verdict(self) -> str:
        """The first column of the table."""
        return "accepted" if self.is_accepted else "breaking" if self.change.is_breaking else ""

    def json(self) -> dict[str, Any]:
        """Return the change as values for JSON."""
        change, entry = self.change, self.entry
        found: dict[str, Any] = {"text": change.line, "breaking": change.is_breaking, "accepted": self.is_accepted}
        if entry is not None:
            found |= {"docname": entry.docname, "operationId": entry.id, "method": entry.method, "path": entry.path}
            found["group"] = entry.group
        found |= {"part": change.part.name.lower(), "kind": change.kind.name.lower()}
        details = ("name", "status", "keyword", "old", "new", "callback")
        return found | {name: value for name in details if (value := getattr(change, name))}


@dataclass(frozen=True)
class Report:
    """What changed in one API since an older version."""

    api: MountedApi
    since: str
    version: str
    """The version of the older document (``info.version``)."""
    findings: list[Finding]

    @property
    def failures(self) -> list[Finding]:
        """The changes for which the build fails."""
        is_any = self.api.options.changes_limit == "any"
        return [each for each in self.findings if not each.is_accepted and (is_any or each.change.is_breaking)]

    def text(self) -> str:
        """Return the table for the terminal."""
        name = " ".join(f"{self.api.title} {self.api.version}".split())
        heading = f"{name} ({self.api.folder}): changes since {self.version or self.since}"
        rows = [(each.verdict, each.place, each.change.line) for each in self.findings]
        breaking = sum(each.change.is_breaking for each in self.findings)
        accepted = sum(each.is_accepted for each in self.findings)
        counts = f"{len(rows)} changes, {breaking} of them breaking, {accepted} accepted"
        return "\n".join([heading, "=" * len(heading), "", *_table(rows), "", counts if rows else "Nothing changed."])

    def json(self) -> dict[str, Any]:
        """Return the report as values for JSON."""
        return {
            "title": self.api.title,
            "version": self.api.version,
            "since": {"name": self.since, "version": self.version},
            "count": len(self.findings),
            "breaking": sum(each.change.is_breaking for each in self.findings),
            "accepted": sum(each.is_accepted for each in self.findings),
            "failed": bool(self.failures),
            "changes": [each.json() for each in self.findings],
        }


def _table(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for verdict, place, line in rows:
        yield "  ".join([verdict.ljust(widths[0]), place.ljust(widths[1]), line])


class ChangesBuilder(Builder):
    """Writes ``changes.json``, and prints a table of the changes since an older version."""

    name = "openapi-changes"
    epilog = "The changes of each API are in %(outdir)s/changes.json."
    allow_parallel = True
    supported_image_types: ClassVar[list[str]] = []
    has_failed = False
    """Whether there are changes that the options do not permit, or an API could not be compared."""

    def get_outdated_docs(self) -> str:
        """Return a description of the output. The builder always writes it, whichever documents changed."""
        return "changes of the APIs"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an empty address, since no document is written."""
        return ""

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Do nothing: there is nothing to prepare."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the report, and compare it with the permitted changes."""
        project = page_project(self.env)
        reports = [report for api in project.apis.values() if (report := self._report(api)) is not None]
        for report in reports:
            logger.info("\n%s", report.text())
            self._judge(report)
        text = json.dumps({"apis": {each.api.folder: each.json() for each in reports}}, indent=2, ensure_ascii=False)
        Path(self.outdir, "changes.json").write_text(text + "\n", "utf-8")
        self.has_failed = len(reports) < len(project.apis) or any(report.failures for report in reports)

    def _report(self, api: MountedApi) -> Report | None:
        """Return the report of *api*; if it cannot be compared, warn and return ``None``."""
        project, since = page_project(self.env), api.options.since
        if not api.is_read:  # of which there is a warning
            return None
        if not since:
            message = f"openapi_pages[{api.folder!r}] has no older version to compare with; set 'since'"
            warn(Subtype.CONFIG, message, conf_place(Path(self.confdir)))
            return None
        try:
            old = read_since(self.env, api)
        except (SourceError, LoadError):  # mounting the API has warned of it
            return None
        changes = api_changes(api, old, project.bundle(api.folder, BUNDLE))
        accepted = Accepted(api.options.accepted_changes)
        found: list[tuple[Change, OperationEntry | None]] = [(change, None) for change in changes.general]
        found += [(change, each.entry) for each in changes.operations for change in each.all_changes]
        findings = [
            Finding(change, entry, accepted.has(f"{entry.route if entry else WHOLE_API} {change.line}"))
            for change, entry in found
        ]
        for line in accepted.unused:
            message = f"openapi_pages[{api.folder!r}]['accepted_changes']: no change matches {line!r}"
            note(Subtype.CHANGES, message, conf_place(Path(self.confdir)))
        return Report(api, since, old.version, findings)

    def _judge(self, report: Report) -> None:
        """Warn of changes that the options do not permit."""
        if count := len(report.failures):
            kind = "" if report.api.options.changes_limit == "any" else "breaking "
            what = f"{count} {kind}change{'s' if count > 1 else ''} since {report.since!r}"
            advice = "undo unintended changes, and add the lines of the others to 'accepted_changes'"
            message = f"the API {report.api.folder!r} has {what}; {advice}"
            warn(Subtype.CHANGES, message, conf_place(Path(self.confdir)))


class Accepted:
    """The lines of the option ``accepted_changes``."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._patterns = {line: _pattern(line) for line in lines}
        self._used: set[str] = set()

    def has(self, text: str) -> bool:
        """Return whether one of the lines matches the change *text*."""
        found = {line for line, pattern in self._patterns.items() if pattern.fullmatch(_one_spaced(text))}
        self._used |= found
        return bool(found)

    @property
    def unused(self) -> list[str]:
        """The lines that no change had."""
        return [line for line in self._patterns if line not in self._used]


def _pattern(line: str) -> re.Pattern[str]:
    """Return what matches the changes of *line*, which may be copied from the table with its first column."""
    bare = re.sub(r"^(breaking|accepted) ", "", _one_spaced(line))
    return re.compile(".*".join(map(re.escape, bare.split("*"))))


def _one_spaced(text: str) -> str:
    return " ".join(text.split())


def fail_on_changes(app: Sphinx, exception: Exception | None) -> None:
    """Make ``sphinx-build`` exit with 1 if there are changes that are not permitted (event ``build-finished``)."""
    if isinstance(app.builder, ChangesBuilder) and app.builder.has_failed:
        app.statuscode = 1
