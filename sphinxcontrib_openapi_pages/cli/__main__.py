"""Runs the command: ``python -m sphinxcontrib_openapi_pages.cli``."""

from __future__ import annotations

from .commands import main

if __name__ == "__main__":
    main(prog_name="openapi-pages")
