"""Limits of numbers in one form for all versions: 3.0 has flags beside a limit, 3.1 and later have numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

LIMITS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})


@dataclass(frozen=True)
class NumberLimits:
    """The strictest limits of a number: of a pair, one that includes the limit and one that does not, one is set."""

    at_least: Any = None
    more_than: Any = None
    at_most: Any = None
    less_than: Any = None

    @property
    def lowest(self) -> Any:
        """The lower limit, whether it is included or not."""
        return self.at_least if self.at_least is not None else self.more_than

    @property
    def highest(self) -> Any:
        """The upper limit, whether it is included or not."""
        return self.at_most if self.at_most is not None else self.less_than

    def permit(self, value: float | Fraction) -> bool:
        """Return whether *value* is within the limits."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.more_than is None or value > self.more_than)
            and (self.at_most is None or value <= self.at_most)
            and (self.less_than is None or value < self.less_than)
        )

    def keywords(self) -> dict[str, Any]:
        """Return the limits as the keywords of JSON Schema 2020-12."""
        found = {
            "minimum": self.at_least,
            "exclusiveMinimum": self.more_than,
            "maximum": self.at_most,
            "exclusiveMaximum": self.less_than,
        }
        return {name: limit for name, limit in found.items() if limit is not None}


def number_limits(*schemas: Mapping[str, Any]) -> NumberLimits:
    """Return the limits of a value to which all *schemas* apply."""
    pairs = [_pair(data, "minimum", "exclusiveMinimum") for data in schemas]
    at_least, more_than = _strictest(pairs, max)
    pairs = [_pair(data, "maximum", "exclusiveMaximum") for data in schemas]
    at_most, less_than = _strictest(pairs, min)
    return NumberLimits(at_least, more_than, at_most, less_than)


def _pair(data: Mapping[str, Any], name: str, exclusive_name: str) -> tuple[Any, Any]:
    """Return an included limit and an excluded one."""
    limit, exclusive = data.get(name), data.get(exclusive_name)
    if exclusive is True:
        return None, limit
    return limit, None if exclusive is False else exclusive


def _strictest(pairs: list[tuple[Any, Any]], pick: Any) -> tuple[Any, Any]:
    included = pick((limit for limit, _ in pairs if limit is not None), default=None)
    excluded = pick((limit for _, limit in pairs if limit is not None), default=None)
    if included is not None and excluded is not None:
        return (None, excluded) if pick(included, excluded) == excluded else (included, None)
    return included, excluded
