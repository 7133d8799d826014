"""Sphinx configuration of the apiary."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

project = "Apiary"
extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]
openapi_pages = {
    "api": {
        "spec": "main:app.openapi",
        "server": "https://apiary.example",
        "exclude_responses": ["422"],
    },
}
