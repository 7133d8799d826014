"""Sphinx configuration of the apiary."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

project = "Apiary"
extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]
openapi_pages = {"api": {"spec": "main:document", "server": "https://apiary.example"}}
