"""The domain ``openapi``: operations, schemas, groups and APIs as things with names.

Its objects are those of the mounted APIs, whose pages exist whether or not they were read in this build; so it
keeps no data of its own. See https://www.sphinx-doc.org/en/master/extdev/domainapi.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.roles import XRefRole
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.logging import get_node_location
from sphinx.util.nodes import make_refnode

from ..config import suggest
from ..locale import _
from ..openapi.diagnostics import Subtype, warn
from ..render.cross_references import API, PLACE
from ..render.cross_references import DOMAIN as NAME
from ..site.addresses import TITLED, page_anchor
from ..site.api_index import KINDS, MountedApi, OperationEntry
from .environment import title_of
from .project import page_project

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

TEMPLATES = Path(__file__).parent / "templates"
IMPORTANT, ORDINARY = 0, 1
"""Priorities of the search for names (``search_priority``); the inventory keeps them too."""


class NameRole(XRefRole):
    """A role for the names of one kind, with the API's name before it where there are several (``v2:createShip``)."""

    def process_link(
        self, env: BuildEnvironment, refnode: nodes.Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Leave the prefix out of the text if the target begins with ``~``, as other domains do."""
        target = " ".join(target.split())
        if not has_explicit_title and target.startswith("~"):
            target = target[1:]
            _, rest = _split_prefix(target, page_project(env).apis)
            title = rest
        return title, target


class RoutesIndex(Index):
    """All operations by group: method, path, title."""

    name = "routes"
    localname = "HTTP routing table"
    shortname = "routes"

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return the entries under the titles of their groups, in the order of the menu."""
        assert isinstance(self.domain, OpenApiDomain)
        env, apis = self.domain.env, self.domain.apis
        wanted = None if docnames is None else set(docnames)
        content = []
        for api in apis.values():
            for tag, title in api.group_titles.items():
                entries = [
                    _route(operation, title_of(env, operation.docname) or operation.title)
                    for operation in api.operations
                    if operation.group == tag and (wanted is None or operation.docname in wanted)
                ]
                if entries:
                    name = title_of(env, api.groups[tag][0]) or title
                    start = f"{title_of(env, api.index) or api.full_title}: " if len(apis) > 1 else ""
                    content.append((start + name, entries))
        return content, False


def _route(operation: OperationEntry, title: str) -> IndexEntry:
    kind = _("webhook") if operation.is_webhook else ""
    qualifier = _("Deprecated") if operation.is_deprecated else ""
    anchor = page_anchor("op", operation.docname)
    return IndexEntry(operation.route, 0, operation.docname, anchor, kind, qualifier, title)


class OpenApiDomain(Domain):
    """Names of operations, schemas, groups and APIs."""

    name = NAME
    label = "OpenAPI"
    object_types = {
        "op": ObjType(_("operation"), "op"),
        "schema": ObjType(_("schema"), "schema"),
        "group": ObjType(_("group"), "group"),
        "api": ObjType(_("API"), "api"),
    }
    roles = {kind: NameRole(innernodeclass=nodes.inline if kind in TITLED else nodes.literal) for kind in KINDS}
    indices = [RoutesIndex]

    @property
    def apis(self) -> dict[str, MountedApi]:
        """The mounted APIs by folder."""
        return page_project(self.env).apis

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take nothing over from a process that read pages in parallel: there is no data."""

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield everything that has a name; names that several APIs have bear the folder of theirs."""
        known = [(api, *found) for api in self.apis.values() for found in api.objects()]
        owners: dict[tuple[str, str], set[str]] = {}
        for api, name, _shown, kind, *_place in known:
            owners.setdefault((kind, name), set()).add(api.folder)
        for api, name, shown, kind, docname, anchor in known:
            unique = name if len(owners[kind, name]) == 1 else f"{api.folder}:{name}"
            priority = IMPORTANT if kind == "op" else ORDINARY
            title = title_of(self.env, docname) if kind in TITLED else None
            yield unique, title or shown, kind, docname, anchor, priority

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Return the link to *target*; of a link that the pages made, at least its content."""
        if typ == PLACE:
            return make_refnode(builder, fromdocname, target, node["refanchor"], contnode)
        found = [
            (api, docname)
            for api, name in self._readings([typ], target, node.get(API, ""), node.get("refdoc", fromdocname))
            if (docname := api.find(typ, name))
        ]
        if not found:
            return contnode if node.get(API) else None  # type: ignore[return-value]
        if len(found) > 1:
            names = ", ".join(repr(f"{api.folder}:{target}") for api, _ in found)
            message = f"{NAME}:{typ}: several APIs have {target!r}; write one of {names}"
            warn(Subtype.TARGET, message, get_node_location(node) or fromdocname)
        api, docname = found[0]
        if typ in TITLED and not node.get("refexplicit"):
            title = title_of(env, docname) or api.full_title
            contnode = nodes.inline(title, title, classes=contnode.get("classes", []))
        return make_refnode(builder, fromdocname, docname, "", contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return the links to *target*, of whatever kind it is, but for a page that it is the docname of too."""
        return [
            (f"{NAME}:{kind}", make_refnode(builder, fromdocname, docname, "", contnode))
            for api, name in self._readings(KINDS, target, "", fromdocname)
            for kind in KINDS
            if (docname := api.find(kind, name)) and docname != docname_join(fromdocname, target)
        ]

    def _readings(self, kinds: Iterable[str], target: str, folder: str, docname: str) -> list[tuple[MountedApi, str]]:
        """Return where *target* may be found: in *folder*, in the API around *docname*, or in any."""
        if folder:
            return [(self.apis[folder], target)] if folder in self.apis else []
        around = page_project(self.env).api_around(docname)
        if around is not None and any(around.find(kind, target) for kind in kinds):
            return [(around, target)]
        prefix, rest = _split_prefix(target, self.apis)
        return [(self.apis[prefix], rest)] if prefix else [(api, target) for api in self.apis.values()]

    def suggestion(self, typ: str, target: str) -> str:
        """Return a question for a name of the kind *typ* that is like *target*, if there is one."""
        names = [name for api in self.apis.values() for name in api.names(typ) if not name.startswith("#")]
        return suggest(target, names)


def _split_prefix(target: str, apis: Iterable[str]) -> tuple[str, str]:
    """Return the folder that *target* begins with, and the rest; no folder if there is none."""
    folder, _, rest = target.partition(":")
    return (folder, rest) if rest and folder in apis else ("", target)


def explain_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Warn of a name that nothing has, with names like it (event ``warn-missing-reference``)."""
    if not isinstance(domain, OpenApiDomain):
        return None
    kind, target = node["reftype"], node["reftarget"]
    hint = domain.suggestion(kind, target)
    message = f"{NAME}:{kind} reference target not found: {target!r}{hint and f'; {hint}'}"
    warn(Subtype.TARGET, message, get_node_location(node) or "")
    return True


class FindHttpRoles(SphinxPostTransform):
    """Lets roles of sphinxcontrib-httpdomain (``:http:get:`` …) find our operations.

    It has to come before references are resolved: that domain warns of what it does not know itself.
    """

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Turn roles that name one of our operations, and none that is described by hand, into ours."""
        if "http" not in self.env.domains:
            return
        apis = page_project(self.env).apis.values()
        for node in self.document.findall(addnodes.pending_xref):
            if node.get("refdomain") != "http":
                continue
            method, path = node["reftype"], node["reftarget"]
            target = f"{method.upper()} {path}"
            found = [api.folder for api in apis if api.find("op", target)]
            if len(found) == 1 and (method, path) not in self._described:
                node.attributes |= {"refdomain": NAME, "reftype": "op", "reftarget": target, API: found[0]}

    @cached_property
    def _described(self) -> set[tuple[str, str]]:
        """What the other domain describes itself, by method and path."""
        return {(kind, name) for name, _, kind, *_ in self.env.domains["http"].get_objects()}


def add_templates(app: Sphinx, config: Config) -> None:
    """Let Sphinx find our templates (event ``config-inited``)."""
    # Another list: the default one is shared by all builds of a process.
    config.templates_path = [*config.templates_path, str(TEMPLATES)]


def name_routes_safely(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Escape the titles of groups, of which themes make ids and HTML as they are (event ``html-page-context``).

    EPUB gets a template of its own, since titles make no ids there, whatever is done to them.
    """
    if pagename != f"{NAME}-{RoutesIndex.name}":
        return None
    is_epub = app.builder.name == "epub"
    space = " " if is_epub else "\N{NO-BREAK SPACE}"
    context["content"] = [(escape(title).replace(" ", space), entries) for title, entries in context["content"]]
    return "openapi-routes.html" if is_epub else None


def translate_index(app: Sphinx, config: Config) -> None:
    """Translate the titles of the index now: the builder ``json`` cannot write lazy texts (event ``config-inited``)."""
    RoutesIndex.localname, RoutesIndex.shortname = _("HTTP routing table"), _("routes")
