"""API references from OpenAPI documents, as real Sphinx pages."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from .assets import setup_assets
from .borrow import setup_borrow
from .directives import OpenApiGroup, OpenApiOperation, OpenApiSchema
from .domain import setup_domain
from .mount import DISTRIBUTION, mount_apis
from .navigation import setup_navigation
from .nodes import setup_nodes
from .outputs import setup_outputs
from .parser import setup_parser
from .project import find_moved
from .render.fields_list import setup_fields

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything that the extension adds to Sphinx."""
    app.setup_extension("sphinx_design")
    app.add_config_value("openapi_pages", {}, "env")
    app.add_config_value("openapi_pages_samples", {}, "")
    app.add_directive("openapi-group", OpenApiGroup)
    app.add_directive("openapi-operation", OpenApiOperation)
    app.add_directive("openapi-schema", OpenApiSchema)
    app.connect("builder-inited", mount_apis)
    app.connect("env-get-outdated", find_moved)
    setup_assets(app)
    setup_navigation(app)
    setup_nodes(app)
    setup_fields(app)
    setup_borrow(app)
    setup_domain(app)
    setup_parser(app)
    setup_outputs(app)
    return {
        "version": version(DISTRIBUTION),
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
