"""API references from OpenAPI documents, as real Sphinx pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything that the extension adds to Sphinx."""
    # Imported here, since a service that uses ``sphinxcontrib_openapi_pages.drf`` need not have Sphinx.
    from .extension import register

    return register(app)
