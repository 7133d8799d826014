"""Sphinx configuration of the apiary."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

project = "Apiary"
extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]


def document():
    """Return the document with the arguments filled in, as the application reads it."""
    from connexion.spec import Specification
    from main import ARGUMENTS

    return Specification.load("../openapi.yaml", arguments=ARGUMENTS).raw


openapi_pages = {"api": document}
