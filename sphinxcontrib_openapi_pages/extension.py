"""Everything that the extension registers with Sphinx. All event handlers are in one table, :data:`HOOKS`."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from .locale import setup_locale
from .openapi.diagnostics import plug_in
from .outputs import (
    assets,
    changes_builder,
    compact_code,
    console,
    coverage_builder,
    field_lists,
    heading_direction,
    immaterial,
    latex,
    navigation,
    neighbours,
    page_descriptions,
    phase_times,
    published_files,
    readable_pages,
    review_builder,
    shown_sources,
)
from .outputs import single_page as singlehtml
from .render import menu_entry
from .render.all_endpoints import setup_all_endpoints
from .render.console import setup_console
from .render.field_list_node import fields_list
from .render.nodes import setup_nodes
from .render.tabs import FlattenAllTabs, FlattenTabs
from .render.writing_direction import setup_writing_direction
from .site import conf_entries
from .speed import apply_measures, drawings_of
from .sphinx import (
    author_files,
    directives,
    domain,
    embed,
    menu_labels,
    mount,
    outdated,
    page_parser,
    reviews,
    routes_index,
    toctree_checks,
)
from .sphinx.diagnostics import warn_with_sphinx
from .sphinx.events import EVENTS
from .sphinx.project import SUFFIX

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


class Hook(NamedTuple):
    """A handler of an event of Sphinx (https://www.sphinx-doc.org/en/master/extdev/event_callbacks.html)."""

    event: str
    handler: Callable[..., Any]
    reason: str
    priority: int = 500


def start_navigation(app: Sphinx) -> None:
    """Replace the theme's navigation on pages of APIs, by the fastest way that works with this version of Sphinx."""
    navigation.start_navigation(app, drawings_of(app))


def hold_objects(app: Sphinx, config: Config) -> None:
    """Hold the Python objects in ``openapi_pages`` before Sphinx compares it with that of the last build."""
    config.openapi_pages = conf_entries.hold_objects(config.openapi_pages)


HOOKS = (
    Hook("config-inited", hold_objects, "objects that Sphinx cannot keep for the next build", 900),
    Hook("config-inited", apply_measures, "measures of speed, see the package speed"),
    Hook("config-inited", routes_index.add_templates, "the template of the index of endpoints in EPUB"),
    Hook("config-inited", routes_index.translate_index, "the builder json cannot write lazy texts"),
    Hook("config-inited", latex.add_package, "the LaTeX package must be beside the document"),
    Hook("builder-inited", mount.mount_apis, "the pages exist before Sphinx looks for documents"),
    Hook("builder-inited", assets.add_static_files, "style sheet and script"),
    Hook("builder-inited", console.add_files, "style sheet and script of the console, where an API has one"),
    Hook("builder-inited", start_navigation, "navigation that is collapsed on pages of APIs"),
    Hook("builder-inited", page_parser.install_heading_filter, "once MyST-Parser has its logger", 900),
    Hook("env-get-outdated", outdated.find_moved, "an override was added or removed"),
    Hook("env-get-outdated", outdated.find_uncovered, "a coverage counts overrides"),
    Hook("env-get-outdated", outdated.find_aged, "an operation is no longer new"),
    Hook("env-get-outdated", outdated.find_marked, "another API has the same title"),
    Hook("env-before-read-docs", published_files.leave_pages, "some builders need no pages"),
    Hook("env-before-read-docs", neighbours.exclude_pages, "other extensions write Markdown, too"),
    Hook("env-before-read-docs", author_files.tell_of_overrides, "a file may be older than the API"),
    Hook("env-updated", author_files.warn_of_shared_files, "two pages in one file: one would be lost"),
    Hook("env-updated", menu_labels.label_operations, "once all titles are known"),
    Hook("env-updated", readable_pages.find_unwritten, "a page whose Markdown somebody has deleted"),
    Hook("env-updated", toctree_checks.spare_sphinx, "one warning for a misplaced file, not two"),
    Hook("env-check-consistency", toctree_checks.check_placement, "misplaced files, APIs in no toctree"),
    Hook("env-check-consistency", reviews.check_reviews, "overrides that are older than their operation"),
    Hook("warn-missing-reference", domain.explain_missing, "names like the one that is missing"),
    Hook("doctree-resolved", field_lists.expand_fields, "fields become nodes, for all builders other than HTML"),
    Hook("doctree-resolved", latex.prepare_pages, "ends of lines, after fields have become nodes", 600),
    Hook("doctree-resolved", singlehtml.name_ids, "all ids are on one page", 700),
    Hook("html-collect-pages", console.console_pages, "the console of an API is no document: other builders have none"),
    Hook("html-page-context", singlehtml.mend_navigation, "before themes draw", 100),
    Hook("html-page-context", page_descriptions.describe, "before extensions that look for a description", 400),
    Hook("html-page-context", assets.add_assets, "style sheet and script, on pages that need them"),
    Hook(
        "html-page-context", console.complete_page, "the script of the button, and the console below the author's words"
    ),
    Hook("html-page-context", heading_direction.direct_headings, "titles in right-to-left scripts"),
    Hook("html-page-context", routes_index.name_routes_safely, "themes treat titles in the index of endpoints as HTML"),
    Hook("html-page-context", immaterial.label_navigation, "after the theme has made its navigation", 900),
    Hook("html-page-context", compact_code.shorten_code, "elements around spaces have no visible effect"),
    Hook("html-page-context", shown_sources.show_published, "sources of pages are published already"),
    Hook("html-page-context", readable_pages.write_page, "the doctree is complete", 600),
    Hook("html-page-context", readable_pages.add_links, "after extensions that add such links to all pages", 600),
    Hook("build-finished", coverage_builder.fail_below_minimum, "the exit status"),
    Hook("build-finished", console.publish_consoles, "the files of Swagger UI, and the settings of the console"),
    Hook("build-finished", changes_builder.fail_on_changes, "the exit status"),
    Hook("build-finished", readable_pages.remove_old, "pages that no longer exist"),
    Hook("build-finished", readable_pages.put_back, "after sphinx-llm has written its files", 900),
    Hook("build-finished", published_files.publish, "after sphinx-llms-txt has written its file", 900),
    Hook("build-finished", phase_times.print_times, "after everything else", 950),
)
"""All event handlers. Handlers of the same event and priority run in this order."""


def register(app: Sphinx) -> ExtensionMetadata:
    """Register everything that the extension adds to Sphinx."""
    plug_in(warn_with_sphinx)
    app.setup_extension("sphinx_design")
    setup_locale(app)
    _add_settings(app)
    _add_markup(app)
    _add_nodes(app)
    app.add_builder(coverage_builder.CoverageBuilder)
    app.add_builder(changes_builder.ChangesBuilder)
    app.add_builder(review_builder.ReviewBuilder)
    app.add_builder(published_files.OpenApiJsonBuilder)
    app.add_latex_package(latex.PACKAGE.stem)
    for name in EVENTS:
        app.add_event(name)
    for hook in HOOKS:
        app.connect(hook.event, hook.handler, priority=hook.priority)
    own_version = version(mount.DISTRIBUTION)
    return {
        "version": own_version,
        # Another version of the extension may render the same page source differently, so Sphinx must read all again.
        "env_version": zlib.crc32(own_version.encode()),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_settings(app: Sphinx) -> None:
    # The type is Any because the extension itself checks the type, and its warning explains what to write instead.
    app.add_config_value("openapi_pages", None, "env", Any)
    app.add_config_value("openapi_pages_samples", {}, "", Any)
    app.add_config_value("openapi_pages_parts", {}, "", Any)
    app.add_config_value("openapi_pages_navigation", "pages", "html", Any)
    app.add_config_value("openapi_pages_menu_methods", True, "html", bool)
    app.add_config_value("openapi_pages_fast", True, "", bool)


def _add_markup(app: Sphinx) -> None:
    app.add_directive("openapi-group", directives.OpenApiGroup)
    app.add_directive("openapi-operation", directives.OpenApiOperation)
    app.add_directive("openapi-schema", directives.OpenApiSchema)
    app.add_directive("openapi-coverage", directives.OpenApiCoverage)
    app.add_directive("openapi-changes", directives.OpenApiChanges)
    app.add_domain(domain.OpenApiDomain)
    app.add_post_transform(domain.FindHttpRoles)
    app.add_source_suffix(SUFFIX, page_parser.FILETYPE)
    app.add_source_parser(page_parser.PageParser)
    app.add_transform(page_parser.AddTitle)
    app.add_transform(page_parser.AddContent)
    app.add_transform(embed.FillEmbedded)


def _add_nodes(app: Sphinx) -> None:
    setup_nodes(app)
    setup_all_endpoints(app)
    setup_console(app)
    setup_writing_direction(app)
    # The same node as before: entries of menus are references, which themes look for, with a label.
    app.add_node(nodes.reference, override=True, html=(menu_entry.visit_html, menu_entry.depart_html))
    app.add_node(fields_list, html=(field_lists.write_html, None))
    app.add_node(
        embed.embedded,
        html=embed.VISITORS,
        latex=embed.VISITORS,
        text=embed.VISITORS,
        man=embed.VISITORS,
        texinfo=embed.VISITORS,
    )
    app.add_post_transform(FlattenTabs)
    app.add_post_transform(FlattenAllTabs)
