"""Sphinx configuration of the apiary."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

project = "Apiary"
extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]


def document():
    """Return the document that the application publishes."""
    from main import app

    return app.openapi_schema.to_schema()


openapi_pages = {
    "api": {
        "spec": document,
        "server": "https://apiary.example",
        "exclude_responses": ["400"],
    },
}
