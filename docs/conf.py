"""Sphinx configuration of the documentation, which also shows the extension at work."""

import os
import sys
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
BOAT_HIRE = HERE.parent / "examples" / "boat_hire"

sys.path.insert(0, str(HERE / "_ext"))
sys.path.insert(0, str(BOAT_HIRE))
os.environ["DJANGO_SETTINGS_MODULE"] = "boat_hire.settings"


def boat_hire():
    """Return the document of the example service, made from its code."""
    import django

    django.setup()
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(request=None, public=True)


project = "sphinxcontrib-openapi-pages"
version = release = metadata.version("sphinxcontrib-openapi-pages")
author = "The sphinxcontrib-openapi-pages developers"
copyright = f"%Y, {author}"

extensions = ["myst_parser", "sphinxcontrib_openapi_pages", "reference", "gallery"]
exclude_patterns = ["_build", "_generated", "gallery/sites"]
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
    "example": {"spec": boat_hire, "server": "http://127.0.0.1:8000", "console": True},
    "gallery/tides": {"spec": "gallery/tides.yaml", "check_examples": True},
    "gallery/seeds": {"spec": "gallery/seeds.yaml", "check_examples": True},
    "gallery/apiary": {
        "spec": "gallery/apiary.json",
        "server": "https://apiary.example",
        "exclude_responses": ["422"],
        "check_examples": True,
    },
}

# Sites that were invented for the examples, and one that answers only browsers.
linkcheck_ignore = [r"https?://([^/]+\.)?example(\.com)?(/|$)", r"https://www\.npmjs\.com/"]
linkcheck_timeout = 15
linkcheck_retries = 3

html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_css_files = ["docs.css"]

latex_engine = "xelatex"
latex_documents = [("index", f"{project}.tex", project, author, "manual", True)]
latex_show_pagerefs = True
