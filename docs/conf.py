"""Sphinx configuration of the documentation, which also shows the extension at work."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinxcontrib-openapi-pages"
author = "The sphinxcontrib-openapi-pages developers"
copyright = f"%Y, {author}"

extensions = ["myst_parser", "sphinxcontrib_openapi_pages", "reference"]
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

openapi_pages = {
    "reference": {
        "spec": "lighthouse.yaml",
        "titles": {"log_entries": "The log"},
        "check_examples": True,
        "coverage_minimum": 75,
        "since": "lighthouse-2.3.yaml",
    },
}

html_theme = "furo"
html_title = project
