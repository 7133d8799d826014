"""The events with which other extensions and ``conf.py`` can change the menu and the operations.

See https://www.sphinx-doc.org/en/master/extdev/event_callbacks.html.
"""

from __future__ import annotations

DOCUMENT_READ = "openapi-pages-document-read"
"""``(app, folder, document)``: the document of the API at *folder* is parsed, and nothing has been made of it yet.

*document* is the OpenAPI Object as its author wrote it, with the changes of overlays. References are not followed.
Handlers change it in place. Emitted when the document, the options or ``conf.py`` have changed, and for the older
version of the document that ``since`` or ``openapi-changes`` reads.
"""

MENU_BUILT = "openapi-pages-menu-built"
"""``(app, folder, menu)``: the menu of the API at *folder* is complete, and no page has been written yet.

*menu* is a :class:`~sphinxcontrib_openapi_pages.site.menu.Menu`. Handlers change it in place: titles and order of the
groups, and which groups and operations there are. Emitted when the document, the options or ``conf.py`` have changed.
"""

OPERATION_READ = "openapi-pages-operation-read"
"""``(app, docname, operation)``: the page of an operation is about to be rendered.

*operation* is a :class:`~sphinxcontrib_openapi_pages.openapi.operation.Operation`. Handlers may set its ``title``,
and add docutils nodes to ``extra``, which the page shows above the description.
"""

EVENTS = {
    DOCUMENT_READ: (
        "(app, folder, document)",
        "After a spec is parsed. Handlers may change it before it is used.",
    ),
    MENU_BUILT: (
        "(app, folder, menu)",
        "After the operations of an API are grouped. Handlers may change groups and operations.",
    ),
    OPERATION_READ: ("(app, docname, operation)", "Before an operation is rendered. Handlers may change it."),
}
"""The arguments of the handlers of each event, and its meaning; the reference in the documentation shows both."""
