"""The domain ``openapi``, whose objects are operations, schemas, groups and APIs.

It keeps no data in the environment: it takes its objects from the mounted APIs, whose pages exist even if this build
does not read them. See https://www.sphinx-doc.org/en/master/extdev/domainapi.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.logging import get_node_location
from sphinx.util.nodes import make_refnode

from ..config import suggest
from ..locale import _
from ..openapi.diagnostics import Subtype, warn
from ..render.cross_references import API, PAGE, PLACE
from ..render.cross_references import DOMAIN as NAME
from ..render.writing_direction import words_node
from ..site.addresses import TITLED
from ..site.api_index import KINDS, MountedApi
from .environment import title_of
from .project import page_project
from .routes_index import RoutesIndex

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

IMPORTANT, ORDINARY = 0, 1
"""Values of ``search_priority`` for the search on the site and for the inventory."""


class NameRole(XRefRole):
    """A role for one kind. In a site with several APIs, a target may begin with a folder (``v2:createShip``)."""

    def process_link(
        self, env: BuildEnvironment, refnode: nodes.Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """If the target begins with ``~``, show it without the folder, in the manner of other domains."""
        target = " ".join(target.split())
        if not has_explicit_title and target.startswith("~"):
            target = target[1:]
            _, rest = _split_prefix(target, page_project(env).apis)
            title = rest
        return title, target


class OpenApiDomain(Domain):
    """The domain with the names of operations, schemas, groups and APIs."""

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
        """Do nothing, because there is no data to merge after pages were read in parallel."""

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield all objects. If several APIs have the same name, it is preceded by the folder of the API."""
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
        """Return the link to *target*. If a link that the pages made has no target, return its content alone."""
        if typ == PLACE:
            return make_refnode(builder, fromdocname, target, node["refanchor"], contnode)
        if typ == PAGE:
            title = title_of(env, target)
            text = contnode if title is None or node["refexplicit"] else words_node(title, classes=["doc"])
            return make_refnode(builder, fromdocname, target, "", text)
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
        """Return the links to objects of any kind with the name *target*.

        Leave out a page with the docname *target*: the standard domain finds it, and Sphinx would warn of two targets.
        """
        return [
            (f"{NAME}:{kind}", make_refnode(builder, fromdocname, docname, "", contnode))
            for api, name in self._readings(KINDS, target, "", fromdocname)
            for kind in KINDS
            if (docname := api.find(kind, name)) and docname != docname_join(fromdocname, target)
        ]

    def _readings(self, kinds: Iterable[str], target: str, folder: str, docname: str) -> list[tuple[MountedApi, str]]:
        """Return the APIs to search, each with the name to search for, best first.

        They are the API at *folder*, or else the API whose folder contains *docname*, or else the API that *target*
        begins with, or else all APIs.
        """
        if folder:
            return [(self.apis[folder], target)] if folder in self.apis else []
        around = page_project(self.env).api_around(docname)
        if around is not None and any(around.find(kind, target) for kind in kinds):
            return [(around, target)]
        prefix, rest = _split_prefix(target, self.apis)
        return [(self.apis[prefix], rest)] if prefix else [(api, target) for api in self.apis.values()]

    def suggestion(self, typ: str, target: str) -> str:
        """Return "did you mean …?" with the name of the kind *typ* that is most like *target*, if there is one."""
        names = [name for api in self.apis.values() for name in api.names(typ) if not name.startswith("#")]
        return suggest(target, names)


def _split_prefix(target: str, apis: Iterable[str]) -> tuple[str, str]:
    """Return the folder of an API at the beginning of *target*, which may be empty, and the rest."""
    folder, _, rest = target.partition(":")
    return (folder, rest) if rest and folder in apis else ("", target)


def explain_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Warn of a reference to an unknown name, and suggest a similar one (event ``warn-missing-reference``)."""
    if not isinstance(domain, OpenApiDomain):
        return None
    kind, target = node["reftype"], node["reftarget"]
    hint = domain.suggestion(kind, target)
    message = f"{NAME}:{kind} reference target not found: {target!r}{hint and f'; {hint}'}"
    warn(Subtype.TARGET, message, get_node_location(node) or "")
    return True


class FindHttpRoles(SphinxPostTransform):
    """Lets roles of sphinxcontrib-httpdomain (``:http:get:`` …) find our operations.

    It runs before Sphinx resolves references, because that domain warns of names that it does not know.
    """

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Turn roles into ours if they refer to one of our operations, and the author has not described it by hand."""
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
        """Method and path of each operation that the author has described with the directives of that domain."""
        return {(kind, name) for name, _, kind, *_ in self.env.domains["http"].get_objects()}
