"""The effect of a difference between two schemas on the values that match them, and so on clients."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from .change import Kind


class Effect(Enum):
    """How the values that match the new schema relate to those that match the old one."""

    NARROWER = auto()
    """They are fewer."""
    WIDER = auto()
    """They are more."""
    OTHER = auto()
    """Some are gone, and some are new."""
    NONE = auto()
    """They are the same."""

    def breaks(self, *, is_sent: bool) -> bool:
        """Return whether it may break clients that send such values (*is_sent*) or receive them."""
        return self is Effect.OTHER or self is (Effect.NARROWER if is_sent else Effect.WIDER)


@dataclass(frozen=True)
class Difference:
    """One difference between two schemas, at a path of fields."""

    kind: Kind
    effect: Effect
    keyword: str = ""
    old: str = ""
    new: str = ""
    path: str = ""


def of_sets(old: AbstractSet[Any], new: AbstractSet[Any]) -> Effect:
    """Return the effect of permitting *new* in the place of *old*."""
    if old == new:
        return Effect.NONE
    if old <= new:
        return Effect.WIDER
    return Effect.NARROWER if new <= old else Effect.OTHER


def of_presence(old: Any, new: Any) -> Effect:
    """Return the effect of a keyword that restricts values, from its old and new value; ``None`` if it is absent."""
    if old == new:
        return Effect.NONE
    if old is None:
        return Effect.NARROWER
    return Effect.WIDER if new is None else Effect.OTHER


def of_limit(old: Any, new: Any, *, is_upper: bool) -> Effect:
    """Return the effect of a changed upper or lower limit; ``None`` means no limit."""
    if old == new or old is None or new is None:
        return of_presence(old, new)
    return Effect.WIDER if (new > old) is is_upper else Effect.NARROWER


def set_or_changed(keyword: str, effect: Effect, old: Any, new: Any, *texts: str) -> Difference:
    """Return the difference of a keyword whose values can be shown; *texts* are these, if they need words."""
    was, now = texts or (str(old), str(new))
    kind = Kind.SET if old is None else Kind.UNSET if new is None else Kind.CHANGED
    return Difference(kind, effect, keyword, "" if old is None else was, "" if new is None else now)


def gained_or_lost(keyword: str, effect: Effect, old: Any, new: Any) -> Difference:
    """Return the difference of a keyword whose values are too long to show."""
    return Difference(Kind.GAINED if old is None else Kind.LOST if new is None else Kind.DIFFERS, effect, keyword)
