"""Sphinx configuration of the Tide Office as a site of its own."""

project = "Tide Office"
copyright = "%Y, The sphinxcontrib-openapi-pages developers"
extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]
html_theme = "pydata_sphinx_theme"
html_show_sourcelink = False

openapi_pages = {"api": "../../tides.yaml"}
