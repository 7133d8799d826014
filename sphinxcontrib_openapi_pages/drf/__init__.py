"""Validates requests and responses of Django REST framework against the spec that drf-spectacular publishes.

This package is independent: it does not import Sphinx, and no other package imports it. It can be imported before
Django is set up, so code that reads the project's settings is imported only where it is used.
"""

from __future__ import annotations

from .decorator import validated_request
from .report import ViewRecord, view_records, view_table
from .requests import ValidatedRequest
from .responses import ResponseValidationError

__all__ = [
    "ResponseValidationError",
    "ValidatedRequest",
    "ViewRecord",
    "validated_request",
    "view_records",
    "view_table",
]
