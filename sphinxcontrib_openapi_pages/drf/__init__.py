"""Views of Django REST framework that keep the contract which drf-spectacular publishes of them.

A part of its own: it imports nothing of Sphinx, and no other part imports it. A project need not be
set up to import it, so what reads the project's settings is imported where it is used.
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
