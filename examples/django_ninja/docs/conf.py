"""Sphinx configuration of the apiary."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

project = "Apiary"
extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]


def document():
    """Return the document that the application publishes."""
    import os

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    django.setup()
    from main import api

    return api.get_openapi_schema(path_prefix="/api/")


openapi_pages = {"api": {"spec": document, "server": "https://apiary.example"}}
