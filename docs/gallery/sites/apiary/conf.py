"""Sphinx configuration of the Apiary as a site of its own."""

project = "Apiary"
copyright = "%Y, The sphinxcontrib-openapi-pages developers"
extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]
html_theme = "sphinx_book_theme"
html_show_sourcelink = False

openapi_pages = {"api": {"spec": "../../apiary.json", "server": "https://apiary.example", "exclude_responses": ["422"]}}
