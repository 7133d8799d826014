"""Which way a value goes: to the service, or from it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Direction(Enum):
    """Which way a value goes; each has the keywords of the properties that need not be in it."""

    REQUEST = ("readOnly",)
    RESPONSE = ("writeOnly",)
    EITHER = ("readOnly", "writeOnly")

    def hides(self, schema: Mapping[str, Any]) -> bool:
        """Return whether values that go this way do not have the property *schema*."""
        return self is not Direction.EITHER and schema.get(self.value[0]) is True
