"""The events by which other extensions, and ``conf.py``, take part.

See https://www.sphinx-doc.org/en/master/extdev/event_callbacks.html.
"""

from __future__ import annotations

MENU_BUILT = "openapi-pages-menu-built"
"""``(app, folder, menu)``: the groups and operations of the API at *folder* are known, no page is written yet.

*menu* is a :class:`~sphinxcontrib_openapi_pages.site.menu.Menu`, to be changed in place: titles of groups, their order,
and which groups and operations there are. Emitted when the document, the options or ``conf.py`` have changed.
"""

OPERATION_READ = "openapi-pages-operation-read"
"""``(app, docname, operation)``: the page of an operation is about to be rendered.

*operation* is a :class:`~sphinxcontrib_openapi_pages.openapi.model.Operation`: its ``title`` may be set, and docutils
nodes may be added to ``extra``, which stands above the description.
"""

EVENTS = {
    MENU_BUILT: ("(app, folder, menu)", "Groups and operations of an API are known and may be changed."),
    OPERATION_READ: ("(app, docname, operation)", "An operation is about to be rendered and may be changed."),
}
"""What handlers are given, and when; also the source of the reference in the docs."""
