"""The direction of a value: to the service, or from it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Direction(Enum):
    """The direction of a value; each has the keywords of properties that can be absent in this direction."""

    REQUEST = ("readOnly",)
    RESPONSE = ("writeOnly",)
    EITHER = ("readOnly", "writeOnly")

    def hides(self, schema: Mapping[str, Any]) -> bool:
        """Return whether values that go this way do not have the property *schema*."""
        return self is not Direction.EITHER and schema.get(self.value[0]) is True
