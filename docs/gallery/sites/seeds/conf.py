"""Sphinx configuration of the Seed Library as a site of its own."""

project = "Seed Library"
copyright = "%Y, The sphinxcontrib-openapi-pages developers"
extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]
html_theme = "sphinx_rtd_theme"
html_show_sourcelink = False

openapi_pages = {"api": "../../seeds.yaml"}
