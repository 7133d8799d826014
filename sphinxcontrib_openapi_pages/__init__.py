"""API references from OpenAPI documents, as real Sphinx pages."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything that the extension adds to Sphinx."""
    # Here, since a service that uses ``sphinxcontrib_openapi_pages.drf`` need not have Sphinx.
    from .assets import setup_assets
    from .directives import OpenApiGroup
    from .mount import DISTRIBUTION, mount_apis
    from .nodes import setup_nodes
    from .parser import setup_parser
    from .project import find_moved
    from .render.common import resolve_links
    from .render.fields_list import setup_fields

    app.setup_extension("sphinx_design")
    app.add_config_value("openapi_pages", {}, "env")
    app.add_config_value("openapi_pages_samples", {}, "")
    app.add_directive("openapi-group", OpenApiGroup)
    app.connect("builder-inited", mount_apis)
    app.connect("env-get-outdated", find_moved)
    app.connect("missing-reference", resolve_links)
    setup_assets(app)
    setup_nodes(app)
    setup_fields(app)
    setup_parser(app)
    return {
        "version": version(DISTRIBUTION),
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
