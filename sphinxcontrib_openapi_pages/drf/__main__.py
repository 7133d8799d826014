"""Prints which views have a contract: ``python -m sphinxcontrib_openapi_pages.drf``."""

from __future__ import annotations

import os
import sys

import django

from .report import view_records, view_table


def main() -> None:
    """Print the table for the project that ``DJANGO_SETTINGS_MODULE`` names."""
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        sys.exit("Name the settings of the project in the environment variable DJANGO_SETTINGS_MODULE.")
    django.setup()
    sys.stdout.write(view_table(view_records()))


if __name__ == "__main__":
    main()
