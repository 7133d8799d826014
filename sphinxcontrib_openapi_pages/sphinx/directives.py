"""Directives that show parts of an API in documents of the author."""

from __future__ import annotations

import re
import shlex
from collections.abc import Container, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from ..config import suggest
from ..openapi.diagnostics import Subtype, warn
from ..openapi.parsing.reader import LoadError
from ..openapi.slices import BUNDLE
from ..openapi.source.git_revision import OldVersion, old_file, old_revision, old_url, old_version
from ..openapi.source.locations import SourceError, is_url
from ..openapi.source.store import Store
from ..render.changes import render_changes
from ..render.coverage import render_coverage
from ..render.cross_references import page_link
from ..render.group import endpoint_list, hidden_toctree
from ..render.operation import PARTS
from ..render.page_parts import PLACED_GROUPS, PLACED_PARTS
from ..site.api_changes import api_changes
from ..site.api_coverage import api_coverage
from ..site.api_index import MountedApi, OperationEntry
from ..site.menu import matches
from ..site.page_sources import GroupPage
from .embed import CLASS, embedded
from .older_version import read_older
from .outdated import note_coverage
from .project import page_project
from .reviews import counted_overrides, overrides_of
from .translation import catalogue


class ApiDirective(SphinxDirective):
    """A directive about one API, which can be set with its option ``api``."""

    option_spec: ClassVar[dict[str, Any]] = {"api": directives.unchanged_required}

    def _api(self) -> MountedApi | None:
        """Return the API in the option ``:api:``, the API whose folder contains the document, or the only API."""
        project = page_project(self.env)
        wanted = self.options.get("api", "").strip("/")
        if wanted:
            found = project.apis.get(wanted)
            if found is None:
                self._warn(f"there is no API {wanted!r}; {_choices(wanted, project.apis)}")
            return found
        around = project.api_around(self.env.docname)
        if around is not None or len(project.apis) == 1:
            return around or next(iter(project.apis.values()))
        self._warn(f"name an API with the option 'api'; {_choices('', project.apis)}")
        return None

    def _warn(self, message: str) -> None:
        warn(Subtype.DIRECTIVE, f"{self.name}: {message}", self.get_location())

    def _warn_of_name(self, api: MountedApi, message: str) -> None:
        """Warn of something that *api* does not have, if that is known: its document may be what cannot be read."""
        if api.is_read:
            self._warn(message)


class OpenApiGroup(ApiDirective):
    """Lists the endpoints of groups and puts their pages into the toctree."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        **ApiDirective.option_spec,
        "caption": directives.unchanged_required,
        "include": directives.unchanged_required,
        "exclude": directives.unchanged_required,
        "hidden": directives.flag,
        "maxdepth": int,
    }

    def run(self) -> list[nodes.Node]:
        """Return a list of endpoints and a toctree for each group."""
        api = self._api()
        if api is None:
            return []
        names = self._names(api)
        chapters = [name for name in names if self._is_chapter(api, name)]
        if "include" in self.options:
            names, chapters = [name for name in names if name not in chapters], []
        listed: set[str] = set()
        result: list[nodes.Node] = []
        entries: list[str] = []
        for name in names:
            title, docname, operations = self._group(api, name, listed)
            if not operations and name not in chapters:
                continue
            docnames = [operation.docname for operation in operations] or [docname]
            listed.update(docnames)
            if "hidden" not in self.options:
                result.append(nodes.rubric("", "", page_link(docname)))
                result += [endpoint_list(operations)] if operations else []
            if "caption" in self.options:
                entries += docnames
            else:
                result.append(self._toctree(docnames, title))
        if entries:
            result.append(self._toctree(entries, self.options["caption"]))
        return [nodes.compound("", *result, classes=["openapi-group"], **{PLACED_GROUPS: names})]

    def _toctree(self, docnames: list[str], caption: str) -> nodes.Node:
        holder = hidden_toctree(self.env.docname, docnames, caption, self.options.get("maxdepth", -1))
        for toctree in holder.findall(addnodes.toctree):
            self.set_source_info(toctree)
        return holder

    def _names(self, api: MountedApi) -> list[str]:
        """Return the tags in the argument, or all tags if there is no argument."""
        if not self.arguments:
            return list(api.groups)
        given = _read_names(" ".join(self.arguments[0].split()), api.groups)
        for name in given:
            if name not in api.groups:
                what = f"there is no group {name!r} in the API {api.folder!r}"
                self._warn_of_name(api, f"{what}; {_choices(name, api.groups)}")
        return [name for name in given if name in api.groups]

    def _group(self, api: MountedApi, name: str, listed: set[str]) -> tuple[str, str, list[OperationEntry]]:
        """Return title, docname and the wanted operations of a group; *listed* are those that are listed above."""
        project = page_project(self.env)
        operations: list[OperationEntry] = []
        for docname in api.groups[name]:
            source = project.page_source(docname)
            self.env.note_dependency(source)
            content = project.read_page(docname)
            operations += content.operations if isinstance(content, GroupPage) else []
        wanted = [
            entry
            for entry in operations
            if entry.docname not in listed and (entry.group == name or self.arguments) and self._is_wanted(entry)
        ]
        return api.group_titles[name], api.groups[name][0], wanted

    def _is_chapter(self, api: MountedApi, name: str) -> bool:
        content = page_project(self.env).read_page(api.groups[name][0])
        return isinstance(content, GroupPage) and content.is_chapter

    def _is_wanted(self, entry: OperationEntry) -> bool:
        def is_among(option: str) -> bool:
            return any(
                matches(pattern, entry.method, entry.path, entry.id, entry.is_deprecated)
                for pattern in _patterns(self.options[option])
            )

        return ("include" not in self.options or is_among("include")) and not (
            "exclude" in self.options and is_among("exclude")
        )


class Embed(ApiDirective):
    """Shows an object that has a page, at the place of the directive."""

    required_arguments = 1
    final_argument_whitespace = True
    kind: ClassVar[str]

    def run(self) -> list[nodes.Node]:
        """Return a node that is filled in when the document has been read."""
        api = self._api()
        if api is None:
            return []
        name = " ".join(self.arguments[0].split())
        docname = api.find(self.kind, name)
        if docname is None:
            known = [known for known in api.names(self.kind) if not known.startswith("#")]
            hint = suggest(name, known)
            what = f"the API {api.folder!r} has no {KIND_WORDS[self.kind]} {name!r}"
            self._warn_of_name(api, what + (hint and f"; {hint}"))
            return []
        self.env.note_dependency(page_project(self.env).page_source(docname))
        node = embedded(folder=api.folder, page=docname, parts=self._parts(), classes=[CLASS])
        if docname == self.env.docname:
            node[PLACED_PARTS] = node["parts"] or self._known_parts()
        self.set_source_info(node)
        return [node]

    def _parts(self) -> list[str]:
        return []

    def _known_parts(self) -> list[str]:
        return [*PARTS, *self.config.openapi_pages_parts]


class OpenApiOperation(Embed):
    """Shows an operation or parts of it; on the page of the operation, sets the position of these parts."""

    kind = "op"
    option_spec: ClassVar[dict[str, Any]] = {**ApiDirective.option_spec, "parts": directives.unchanged_required}

    def _parts(self) -> list[str]:
        given = re.split(r"[\s,]+", self.options.get("parts", ""))
        known = self._known_parts()
        for part in filter(None, given):
            if part not in known:
                self._warn(f"there is no part {part!r}; {_choices(part, known)}")
        return [part for part in given if part in known]


class OpenApiSchema(Embed):
    """Shows type, fields and example of a schema; on the page of the schema, sets their position."""

    kind = "schema"


class OpenApiCoverage(ApiDirective):
    """Shows how much of the operations of an API is described."""

    option_spec: ClassVar[dict[str, Any]] = {**ApiDirective.option_spec, "operations": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return a table with a row for each group."""
        api = self._api()
        if api is None:
            return []
        project = page_project(self.env)
        for docname in (*(entry.docname for entry in api.operations), *(names[0] for names in api.groups.values())):
            self.env.note_dependency(project.page_source(docname))
        note_coverage(self.env, self.env.docname)
        if api.options.review_overrides:
            for _, path in overrides_of(project, api):
                self.env.note_dependency(path)
        coverage = api_coverage(api, project.read_page, counted_overrides(project, api))
        with catalogue(self.env, self.env.docname) as messages:
            content = list(render_coverage(coverage, has_operations="operations" in self.options))
        return [_of_document("openapi-coverage", content), *messages]


class OpenApiChanges(ApiDirective):
    """Lists what changed in an API since an older version of its document."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {**ApiDirective.option_spec, "since": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return a list of changed operations for each group."""
        api = self._api()
        if api is None:
            return []
        project = page_project(self.env)
        try:
            old = read_older(self.env, api, partial(self._old_version, api))
        except (SourceError, LoadError) as error:
            reason = f"it {error}" if isinstance(error, LoadError) else str(error)
            self._warn(f"the older version {self._given(api)!r} cannot be read: {reason}; no changes are listed")
            return []
        self.env.note_dependency(project.bundle(api.folder, BUNDLE))
        changes = api_changes(api, old, project.bundle(api.folder, BUNDLE))
        content = render_changes(changes, old.version or self._given(api))
        return [_of_document("openapi-changes", content)]

    def _given(self, api: MountedApi) -> str:
        return self.arguments[0] if self.arguments else self.options.get("since", api.options.since)

    def _old_version(self, api: MountedApi, store: Store) -> OldVersion:
        """Return the older version that the directive names, else the option of the API."""
        given = self._given(api)
        if self.arguments and is_url(given):
            return old_url(given, store)
        if self.arguments:
            relative, absolute = self.env.relfn2path(given)
            self.env.note_dependency(relative)
            return old_file(Path(absolute), store)
        if "since" in self.options:
            return old_revision(given, store)
        if given:
            confdir = page_project(self.env).confdir
            if (path := confdir / given).is_file():
                self.env.note_dependency(path)
            return old_version(given, confdir, store)
        raise SourceError(
            "name a file or URL, or a git revision with the option 'since' of the directive or of the API"
        )


KIND_WORDS = {"op": "operation", "schema": "schema"}


def _of_document(kind: str, content: Iterable[nodes.Node]) -> nodes.container:
    """Return *content* in a container: texts of a document, of which Sphinx's smart quotes would make others."""
    return nodes.container("", *content, classes=[kind], support_smartquotes=False)


def _patterns(text: str) -> Iterator[str]:
    """Yield the patterns of an option: one on each line, or separated by commas."""
    for part in text.replace("\n", ",").split(","):
        if part.strip():
            yield part.strip()


def _read_names(argument: str, known: Container[str]) -> list[str]:
    """Return the names in *argument*: with commas or spaces between them, and quotes around those that have such.

    A name may have commas, spaces or quotes without being quoted, if that makes all names *known* ones.
    """
    between = "," if "," in argument else " "
    readings = [[argument], _stripped(argument.split(between)), _unquoted(argument, between), _unquoted(argument, " ")]
    return next((names for names in readings if all(name in known for name in names)), readings[2])


def _unquoted(argument: str, between: str) -> list[str]:
    """Return the names in *argument* without their quotes; quotes that nothing closes are part of a name."""
    reader = shlex.shlex(argument, posix=True)
    reader.whitespace, reader.whitespace_split, reader.commenters, reader.escape = between, True, "", ""
    try:
        return _stripped(reader)
    except ValueError:
        return _stripped(argument.split(between))


def _stripped(names: Iterable[str]) -> list[str]:
    return [name.strip() for name in names if name.strip()]


def _choices(wanted: str, known: Any) -> str:
    return suggest(wanted, known, f"there are {', '.join(map(repr, known)) or 'none'}")
