"""The options of an API, and the checks of their values in ``conf.py``.

The reference in the documentation is generated from the metadata of the fields of :class:`ApiOptions`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

from .openapi.code_samples import LANGUAGES
from .openapi.diagnostics import Place, Subtype, cut, warn
from .openapi.source.hosts import is_host
from .openapi.source.locations import is_url
from .openapi.source.python_objects import PythonObject


class OptionError(ValueError):
    """An entry of ``openapi_pages`` cannot be used; the message explains what to write instead."""


def conf_place(confdir: Path, folder: str = "") -> Place:
    """Return the line of ``conf.py`` where ``openapi_pages`` is set or, below, the API at *folder*."""
    path = confdir / "conf.py"
    text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    found = re.search(r"^openapi_pages\b", text, re.MULTILINE)
    if found and folder:
        found = re.compile(rf"""[\[{{\s]["']/?{re.escape(folder)}/?["']\s*[:\]]""").search(text, found.start()) or found
    return Place(str(path), line=text.count("\n", 0, found.end()) + 1 if found else 1)


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return "did you mean …?" with the name in *known* that is most like *name*; *otherwise* if none is like it.

    Upper and lower case make no difference.
    """
    spellings = {spelling.casefold(): spelling for spelling in known}
    close = get_close_matches(name.casefold(), spellings, 1)
    return f"did you mean {spellings[close[0]]!r}?" if close else otherwise


def shown(value: object) -> str:
    """Return *value* as text for a warning, shortened if it is long."""
    return cut(repr(value))


def _option(default: Any, meaning: str, kind: str, check: Any) -> Any:
    metadata = {"meaning": meaning, "kind": kind, "check": check}
    if isinstance(default, (dict, list)):
        return field(default_factory=partial(copy, default), metadata=metadata)
    return field(default=default, metadata=metadata)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_location(value: object) -> bool:
    if isinstance(value, PythonObject):
        return True
    return _is_text(value) and ("://" not in str(value) or is_url(str(value)))


def _is_url_or_empty(value: object) -> bool:
    return value == "" or (isinstance(value, str) and is_url(value))


def _is_texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(map(_is_text, value))


def _is_overlays(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(
        (_is_text(item) and not is_url(str(item)))
        or (isinstance(item, PythonObject) and isinstance(item.value, Mapping))
        for item in value
    )


def _is_hosts(value: object) -> bool:
    return _is_texts(value) and all(map(is_host, value))  # type: ignore[call-overload]


def _is_text_map(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_is_text, [*value, *value.values()]))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_percent(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100


def _is_percents(value: object) -> bool:
    return _is_percent(value) or (
        isinstance(value, Mapping) and all(map(_is_text, value)) and all(map(_is_percent, value.values()))
    )


@dataclass(frozen=True)
class ApiOptions:
    """The options of one API, the value of one entry of ``openapi_pages``."""

    spec: str | PythonObject = _option(
        MISSING,
        "Path of the spec relative to `conf.py`, or its URL. It can also be a mapping, a function without arguments "
        "that returns a mapping, or the name of either in the form `package.module:attribute`.",
        "a path, or a URL that begins with 'http://' or 'https://', or a mapping, a function or "
        "'package.module:attribute'",
        _is_location,
    )
    overlays: list[str | PythonObject] = _option(
        [],
        "Overlays (OpenAPI Overlay 1.0 and 1.1), applied to the spec in this order: paths relative to `conf.py`, or "
        "mappings.",
        "a list of paths and mappings",
        _is_overlays,
    )
    titles: Mapping[str, str] = _option(
        {},
        "Titles of groups, by tag. Otherwise the title comes from `x-displayName`, the `summary` of the tag "
        "(OpenAPI 3.2), or the name of the tag.",
        "a dict from tag to title",
        _is_text_map,
    )
    exclude: list[str] = _option(
        [],
        "Operations to leave out. Each entry is `METHOD PATH` with shell wildcards "
        "(`put *`, `* /internal/*`), a pattern for operationIds (`debug_*`), or `deprecated`.",
        "a list of patterns",
        _is_texts,
    )
    group_by: str | PythonObject = _option(
        "tag",
        "How to group operations: by `tag`, by `path` (the first segment that distinguishes them, without versions), "
        "or with a function that receives an operation and returns the name of a group or a list of names. "
        "If no operation has a tag, operations are grouped by `path`.",
        "'tag', 'path' or a function",
        lambda value: value in ("tag", "path") or (isinstance(value, PythonObject) and callable(value.value)),
    )
    group_size: int = _option(
        20,
        "Maximum number of operations on one page of a group. Further operations are on `page-2`, `page-3` and so on. "
        "`0` means no limit.",
        "a whole number, 0 or more",
        _is_count,
    )
    home_tag: str = _option(
        "first",
        "Which tag of an operation with several tags sets the group of its page: the `first` or the `last`. The groups "
        "of its other tags list the operation and link to its page.",
        "'first' or 'last'",
        lambda value: value in ("first", "last"),
    )
    samples: list[str] = _option(
        [*LANGUAGES],
        "Languages of the generated code samples: `curl`, `python` (Requests), `javascript` (`fetch`). Samples in the "
        "spec (`x-codeSamples`) replace the generated ones of the same language. "
        "The setting `openapi_pages_samples` adds languages.",
        "a list such as ['curl', 'python', 'javascript']",
        lambda value: _is_texts(value) and set(value) <= set(LANGUAGES),
    )
    server: str = _option(
        "",
        "Base URL in code samples and in the console, instead of the `servers` of the spec. Operations with servers of "
        "their own keep them. Needed if the spec has no server.",
        "a URL that begins with 'http://' or 'https://'",
        _is_url_or_empty,
    )
    exclude_responses: list[str] = _option(
        [],
        "Statuses of responses to leave out, with shell wildcards: `['422']`, `['5*', 'default']`. Schemas that only "
        "these responses use are left out too.",
        "a list of patterns for statuses, such as ['422', '5*']",
        _is_texts,
    )
    link_base: str = _option(
        "",
        "Base URL for relative links in descriptions, such as `https://example.com/docs/`. "
        "Without it they stay unchanged.",
        "a URL that begins with 'http://' or 'https://'",
        _is_url_or_empty,
    )
    other_direction: str = _option(
        "hide",
        "Whether to `hide` read-only fields in requests and write-only fields in responses, or to `show` them greyed "
        "out.",
        "'hide' or 'show'",
        lambda value: value in ("hide", "show"),
    )
    parts: list[str] = _option(
        [],
        "The parts of an operation's page, in order: built-in parts, and parts from `openapi_pages_parts`. Empty for "
        "all parts.",
        "a list of names",
        _is_texts,
    )
    extensions: list[str] = _option(
        [],
        "Specification extensions (`x-…`) to show on operations, parameters and fields.",
        "a list of names that begin with 'x-'",
        lambda value: _is_texts(value) and all(name.startswith("x-") for name in value),
    )
    schema_pages: bool = _option(
        True,
        "Whether each component schema has its own page, at `schemas/<Name>`.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    unused_schemas: bool = _option(
        True,
        "Whether schemas that no operation uses also have pages.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    twin_size: int = _option(
        100_000,
        "Maximum size of the Markdown twin of an operation, in bytes. In larger twins, the least related schemas "
        "become references to the published spec. If the operation alone is too large, so do its largest parts.",
        "a whole number",
        _is_count,
    )
    validate: str = _option(
        "off",
        "Whether to validate the spec against the OpenAPI specification: `off`, `warn` (a warning for the first error) "
        "or `error` (stop the build). Needs the extra `validate`.",
        "'off', 'warn' or 'error'",
        lambda value: value in ("off", "warn", "error"),
    )
    remote_references: list[str] = _option(
        [],
        "Hosts from which a `$ref` with an `http` or `https` URL may be fetched. A host that is not on the internet, "
        "such as one in a company network, also needs its address or network: "
        "`['schemas.example.internal', '10.0.0.0/8']`.",
        "a list of hosts, such as 'api.example.com', without port, and of addresses or networks, such as '10.0.0.0/8'",
        _is_hosts,
    )
    reference_folders: list[str] = _option(
        [],
        "Folders from which a `$ref` may read files, besides the folder of the spec. Relative to `conf.py`.",
        "a list of paths",
        _is_texts,
    )
    check_examples: bool = _option(
        False,
        "Whether to validate examples, defaults and enum values against their schemas. "
        "The builder `openapi-coverage` always does.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    coverage_exclude: list[str] = _option(
        [],
        "Operations to leave out of the coverage, as patterns like those of `exclude`.",
        "a list of patterns",
        _is_texts,
    )
    coverage_minimum: float | Mapping[str, float] = _option(
        0,
        "Percentage below which the builder `openapi-coverage` fails: for the whole API, or a dict with the key "
        "`total` and names of columns, such as `{'total': 80, 'description': 100}`.",
        "a number from 0 to 100, or a dict of such numbers",
        _is_percents,
    )
    coverage_group_minimum: float | Mapping[str, float] = _option(
        0,
        "The same for each group: one percentage for all, or a dict from tag to percentage, with `*` for all others.",
        "a number from 0 to 100, or a dict of such numbers",
        _is_percents,
    )
    console: bool = _option(
        False,
        "Whether the page of each operation has a button that opens a console, a form that sends requests. Needs the "
        "extra `console`.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    console_exclude: list[str] = _option(
        [],
        "Operations that the console does not offer, as patterns like those of `exclude`.",
        "a list of patterns",
        _is_texts,
    )
    console_proxy: Mapping[str, str] = _option(
        {},
        "Proxies on the site's own host for servers that do not permit requests from other hosts, by the URL of the "
        "server: `{'https://api.example.com': '/api-proxy'}`.",
        "a dict from the beginning of an address to a path, such as {'https://api.example.com': '/api-proxy'}",
        lambda value: _is_text_map(value) and all(map(is_url, value)) and all(p[0] == "/" for p in value.values()),
    )
    since: str = _option(
        "",
        "An older version of the spec to compare with: its path relative to `conf.py`, its URL, or a git revision such "
        "as `v1.0`. Operations that it does not contain are marked as new.",
        "a path, a URL or a git revision",
        lambda value: isinstance(value, str),
    )
    changes_limit: str = _option(
        "breaking",
        "Whether the builder `openapi-changes` fails on `breaking` changes only, or on `any` change.",
        "'breaking' or 'any'",
        lambda value: value in ("breaking", "any"),
    )
    accepted_changes: list[str] = _option(
        [],
        "Intended changes, as lines of the table of the builder `openapi-changes`. The builder does not fail for them. "
        "`*` matches any text.",
        "a list of lines",
        _is_texts,
    )
    review_overrides: bool = _option(
        False,
        "Whether overrides of operations must contain the state of the operation that they were written for, as "
        "`openapi_reviewed` in the front matter. You get a warning if the operation has changed since then.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    max_size: int = _option(
        64,
        "Maximum size of the spec and of each file that it refers to, in megabytes, after decompression.",
        "a whole number, 1 or more",
        lambda value: _is_count(value) and value > 0,
    )

    @classmethod
    def read(cls, folder: str, value: object, place: Place) -> ApiOptions:
        """Return the options in *value*, the entry of ``openapi_pages`` for *folder*.

        An option with an unusable value gets its default, with a warning.
        Without a usable ``spec`` nothing can be built; that raises :exc:`OptionError`.
        """
        given: Any = {"spec": value} if isinstance(value, (str, os.PathLike, PythonObject)) else value
        option = f"openapi_pages[{folder!r}]"
        if not isinstance(given, Mapping):
            raise OptionError(
                f"{option} is {shown(value)}; write the path or URL of one OpenAPI document, or a dict with the key "
                "'spec'"
            )
        known = {f.name: f for f in fields(cls)}
        settings = {name: _with_texts_for_paths(setting) for name, setting in given.items()}
        kind = known["spec"].metadata["kind"]
        if "spec" not in settings:
            raise OptionError(f"{option} is {shown(value)}, without the key 'spec'; write under that key {kind}")
        if not known["spec"].metadata["check"](settings["spec"]):
            raise OptionError(f"{option}['spec'] is {shown(settings['spec'])}; write {kind}")
        usable = {}
        for name, setting in settings.items():
            if name not in known:
                hint = suggest(str(name), known, f"the options are {', '.join(known)}")
                warn(Subtype.CONFIG, f"{option}: there is no option {name!r}; {hint}", place)
            elif not known[name].metadata["check"](setting):
                kind = known[name].metadata["kind"]
                warn(Subtype.CONFIG, f"{option}[{name!r}] is {shown(setting)}; write {kind}", place)
            else:
                usable[name] = setting
        return cls(**usable)


def _with_texts_for_paths(value: Any) -> Any:
    """Return *value* with strings instead of paths: a ``conf.py`` may hold ``Path("openapi.yaml")``."""
    if isinstance(value, (list, tuple)):
        return [_with_texts_for_paths(item) for item in value]
    return os.fspath(value) if isinstance(value, os.PathLike) else value


def read_functions(name: str, value: object, place: Place) -> Mapping[str, Callable[..., Any]]:
    """Return *value*, functions by name, of the configuration value *name*; if it is unusable, warn and return none."""
    if isinstance(value, Mapping) and all(_is_text(key) and callable(item) for key, item in value.items()):
        return value
    warn(Subtype.CONFIG, f"{name} is {shown(value)}; write a dict from name to function", place)
    return {}


NAVIGATIONS = ("pages", "all", "off")
"""The values that ``openapi_pages_navigation`` may have; the first is the default."""


def read_navigation(value: object, place: Place) -> str:
    """Return the value of ``openapi_pages_navigation``; if it is unusable, warn and return the default."""
    if value in NAVIGATIONS:
        return str(value)
    warn(Subtype.CONFIG, f"openapi_pages_navigation is {value!r}; write 'pages', 'all' or 'off'", place)
    return NAVIGATIONS[0]
