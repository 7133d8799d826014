"""Compares two bodies by media type, and the encodings of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from ..direction import Direction
from ..operation import MediaType
from .change import Kind
from .effect import Difference, Effect, gained_or_lost, of_presence
from .version import Versions

BODY, FIELD, MEDIA_TYPE = range(3)
"""The part that differs."""


def compare_contents(
    old: list[MediaType], new: list[MediaType], versions: Versions, direction: Direction
) -> Iterator[tuple[int, Difference]]:
    """Yield the differences of two bodies, each with the part that differs.

    If both have only one media type, these two are compared, even if their names differ.
    """
    pairs = _pairs(old, new)
    names, former = [media.name for media in new], [media.name for media in old]
    for media in old:
        if not any(_covers(name, media.name) for name in names):
            is_narrowed = any(_covers(media.name, name) for name in names)
            effect = Effect.NARROWER if is_narrowed else Effect.OTHER
            yield MEDIA_TYPE, Difference(Kind.REMOVED, effect, path=media.name)
    for media in new:
        if not any(_covers(name, media.name) for name in former):
            effect = Effect.WIDER if any(_covers(media.name, name) for name in former) else Effect.NONE
            yield MEDIA_TYPE, Difference(Kind.ADDED, effect, path=media.name)
    for first, second in pairs:
        yield from _media_type(first, second, versions, direction)


def _media_type(
    old: MediaType, new: MediaType, versions: Versions, direction: Direction
) -> Iterator[tuple[int, Difference]]:
    for keyword in ("schema", "item_schema"):
        before, now = getattr(old, keyword), getattr(new, keyword)
        if before is None and now is None:
            continue
        if before is None or now is None:
            name = "itemSchema" if keyword == "item_schema" else keyword
            yield BODY, gained_or_lost(name, of_presence(before, now), before, now)
            continue
        comparer = versions.comparer(direction, is_xml="xml" in new.name)
        for difference in comparer.compare(before, now):
            yield FIELD if difference.path else BODY, difference


def _pairs(old: list[MediaType], new: list[MediaType]) -> list[tuple[MediaType, MediaType]]:
    now = {_bare(media.name): media for media in new}
    found = [(media, now[_bare(media.name)]) for media in old if _bare(media.name) in now]
    return found or ([(old[0], new[0])] if len(old) == len(new) == 1 else [])


def _bare(name: str) -> str:
    """Return the name of a media type without its parameters."""
    return name.partition(";")[0].strip().lower()


def _covers(media_range: str, name: str) -> bool:
    return fnmatchcase(_bare(name), _bare(media_range))


def compare_encodings(old: list[MediaType], new: list[MediaType]) -> Iterator[tuple[int, Difference]]:
    """Yield the differences of the Encoding Objects of two request bodies."""
    for first, second in _pairs(old, new):
        before, now = _encodings(first), _encodings(second)
        for name in dict.fromkeys([*before, *now]):
            if before.get(name) != now.get(name):
                difference = gained_or_lost("encoding", Effect.OTHER, before.get(name), now.get(name))
                yield FIELD, replace(difference, path=name)


def _encodings(media: MediaType) -> Mapping[str, object]:
    parts = {encoding.name: encoding.data for encoding in media.encodings}
    gone = ("headers", "encoding", "prefixEncoding", "itemEncoding")
    return {name: {key: item for key, item in data.items() if key not in gone} for name, data in parts.items()}
