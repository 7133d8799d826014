"""Numbers for examples: those within the limits of a schema, the most readable first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, isfinite, lcm
from typing import Any

from .number_limits import NumberLimits, number_limits

MAX_OFFSET = 100
"""How many steps from the first number others are tried."""


def numbers(data: Any, kind: str) -> Iterator[Any]:
    """Yield numbers within the limits in *data*, the most readable first."""
    given_limits = number_limits(data)
    # As they are written: 0.1 as a float is more than a tenth.
    limits = NumberLimits(**{name: _fraction(limit) for name, limit in vars(given_limits).items()})
    given = _fraction(data.get("multipleOf"))
    if kind == "integer":
        given = Fraction(lcm(given.numerator, given.denominator), given.denominator) if given else Fraction(1)
    least, most = limits.lowest, limits.highest
    start, step = Fraction(1), given or Fraction(1)
    if least is not None and start < least:
        start = least
    if most is not None and start > most:
        start = most
    if given:
        start = ceil(start / step) * step
        start = floor(most / step) * step if most is not None and start > most else start
    elif least is not None and most is not None and 0 < most - least <= 2:
        step = (most - least) / 2
    for offset in _offsets(has_halves=not given):
        value = start + offset * step
        if limits.permit(value):
            try:
                yield int(value) if value.denominator == 1 else float(value)
            except OverflowError:
                return


def _offsets(*, has_halves: bool) -> Iterator[Fraction]:
    yield from map(Fraction, range(5))
    yield Fraction(-1)
    if has_halves:
        yield from (Fraction(1, 2), Fraction(-1, 2))
    yield from map(Fraction, [*range(5, MAX_OFFSET), *range(-2, -MAX_OFFSET, -1)])


def _fraction(value: Any) -> Fraction | None:
    """Return the number *value* exactly as it is written; ``None`` if it is none."""
    if type(value) is not int and not (isinstance(value, float) and isfinite(value)):
        return None
    return Fraction(int(value)) if isinstance(value, int) else Fraction(float.__repr__(value))
