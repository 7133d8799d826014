"""Everything that the extension registers with Sphinx, on one screen."""

from __future__ import annotations

import zlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from .locale import setup_locale
from .outputs.assets import setup_assets
from .outputs.coverage_builder import setup_coverage
from .outputs.latex import setup_pdf
from .outputs.page_descriptions import setup_descriptions
from .outputs.published_files import setup_outputs
from .outputs.single_page import setup_single_page
from .render.field_list_node import setup_fields
from .render.nodes import setup_nodes
from .site.api_changes import setup_changes
from .speed.memory import setup_memory
from .speed.navigation import setup_navigation
from .speed.packed_contents import keep_packed
from .speed.parallel import setup_processes
from .speed.per_build_caches import setup_once
from .speed.rewritten_pages import setup_rewrite
from .sphinx.directives import OpenApiChanges, OpenApiCoverage, OpenApiGroup, OpenApiOperation, OpenApiSchema
from .sphinx.domain import setup_domain
from .sphinx.embed import setup_borrow
from .sphinx.events import setup_events
from .sphinx.mount import DISTRIBUTION, mount_apis
from .sphinx.page_parser import setup_parser
from .sphinx.project import find_moved
from .sphinx.toctree_checks import check_placement, spare_sphinx

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def register(app: Sphinx) -> ExtensionMetadata:
    """Register everything that the extension adds to Sphinx."""
    app.setup_extension("sphinx_design")
    setup_locale(app)
    # Any: a value of another type is reported by the extension, which says what to write.
    app.add_config_value("openapi_pages", None, "env", Any)
    app.add_config_value("openapi_pages_samples", {}, "", Any)
    app.add_config_value("openapi_pages_parts", {}, "", Any)
    app.add_directive("openapi-group", OpenApiGroup)
    app.add_directive("openapi-operation", OpenApiOperation)
    app.add_directive("openapi-schema", OpenApiSchema)
    app.add_directive("openapi-coverage", OpenApiCoverage)
    app.add_directive("openapi-changes", OpenApiChanges)
    app.connect("builder-inited", keep_packed)
    app.connect("builder-inited", mount_apis)
    app.connect("env-get-outdated", find_moved)
    app.connect("env-updated", spare_sphinx)
    app.connect("env-check-consistency", check_placement)
    setup_events(app)
    setup_assets(app)
    setup_nodes(app)
    setup_fields(app)
    setup_borrow(app)
    setup_domain(app)
    setup_coverage(app)
    setup_changes(app)
    setup_parser(app)
    setup_pdf(app)
    setup_single_page(app)
    setup_outputs(app)
    setup_navigation(app)
    setup_descriptions(app)
    setup_rewrite(app)
    setup_memory(app)
    setup_once(app)
    setup_processes(app)
    own_version = version(DISTRIBUTION)
    return {
        "version": own_version,
        # Another version renders the same page source in another way: nothing of its environment is kept.
        "env_version": zlib.crc32(own_version.encode()),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
