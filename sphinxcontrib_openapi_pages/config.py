"""The options of an API, and the checks of what ``conf.py`` gives them.

The reference in the documentation is made from the metadata of the fields of :class:`ApiOptions`.
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
    """An entry of ``openapi_pages`` cannot be used; the message says what to write instead."""


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
    """Return *value* as a warning shows it, cut where it is long."""
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
        "Path of the OpenAPI document, relative to `conf.py`, or its URL. Also a mapping, a function without arguments "
        "that returns one, or the name of either as `package.module:attribute`.",
        "a path, or a URL that begins with 'http://' or 'https://', or a mapping, a function or "
        "'package.module:attribute'",
        _is_location,
    )
    overlays: list[str | PythonObject] = _option(
        [],
        "Overlays (OpenAPI Overlay 1.0 and 1.1) that change the document before it is read, in this order: paths "
        "relative to `conf.py`, or mappings.",
        "a list of paths and mappings",
        _is_overlays,
    )
    titles: Mapping[str, str] = _option(
        {},
        "Titles of groups, by tag. Other groups are titled by `x-displayName`, the tag's "
        "`summary` (OpenAPI 3.2), or the tag's name in words.",
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
        "What groups operations: `tag`, `path` (the first segment that tells them apart, without versions), or a "
        "function that gets an operation and returns the name of a group or a list of names. "
        "Where no operation has a tag, `tag` is `path`.",
        "'tag', 'path' or a function",
        lambda value: value in ("tag", "path") or (isinstance(value, PythonObject) and callable(value.value)),
    )
    group_size: int = _option(
        20,
        "How many operations one page of a group lists; further ones go to `page-2`, `page-3` … `0` means no limit.",
        "a whole number, 0 or more",
        _is_count,
    )
    home_tag: str = _option(
        "first",
        "Which of several tags an operation's page lives under: `first` or `last`. "
        "The groups of the other tags list it and link to that page.",
        "'first' or 'last'",
        lambda value: value in ("first", "last"),
    )
    samples: list[str] = _option(
        [*LANGUAGES],
        "Languages of the code samples of an operation: `curl`, `python` (Requests), `javascript` (`fetch`). "
        "Samples in the document (`x-codeSamples`) take the place of ours in the same language. "
        "The setting `openapi_pages_samples` adds languages.",
        "a list such as ['curl', 'python', 'javascript']",
        lambda value: _is_texts(value) and set(value) <= set(LANGUAGES),
    )
    server: str = _option(
        "",
        "The base URL that code samples and the console have, in place of the document's `servers`. An operation with "
        "servers of its own keeps these. Needed where the document names none.",
        "a URL that begins with 'http://' or 'https://'",
        _is_url_or_empty,
    )
    exclude_responses: list[str] = _option(
        [],
        "Statuses of responses that no page shows, with shell wildcards: `['422']`, `['5*', 'default']`. Schemas that "
        "only they use are left out too.",
        "a list of patterns for statuses, such as ['422', '5*']",
        _is_texts,
    )
    link_base: str = _option(
        "",
        "Base for links in descriptions that are relative, such as `https://example.com/docs/`. "
        "Without it they are left as they are.",
        "a URL that begins with 'http://' or 'https://'",
        _is_url_or_empty,
    )
    other_direction: str = _option(
        "hide",
        "What becomes of read-only fields in requests and of write-only fields in responses: "
        "`hide` leaves them out, `show` shows them greyed.",
        "'hide' or 'show'",
        lambda value: value in ("hide", "show"),
    )
    parts: list[str] = _option(
        [],
        "Which parts the page of an operation has, and their order: built-in ones, and those of "
        "`openapi_pages_parts`. Empty for all.",
        "a list of names",
        _is_texts,
    )
    extensions: list[str] = _option(
        [],
        "Names of specification extensions (`x-…`) whose values are shown on operations, parameters and fields.",
        "a list of names that begin with 'x-'",
        lambda value: _is_texts(value) and all(name.startswith("x-") for name in value),
    )
    schema_pages: bool = _option(
        True,
        "Whether each component schema has a page of its own, at `schemas/<Name>`.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    unused_schemas: bool = _option(
        True,
        "Whether schemas that no operation reaches have a page too.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    twin_size: int = _option(
        100_000,
        "Largest size, in bytes, of the Markdown twin of an operation. Schemas that do not fit, the farthest "
        "first, are references to the published document; so are the largest parts of an operation that is larger "
        "itself.",
        "a whole number",
        _is_count,
    )
    validate: str = _option(
        "off",
        "Whether the document is validated against the specification: `off`, `warn` (a warning "
        "for the first fault found) or `error` (the build stops). Needs the extra `validate`.",
        "'off', 'warn' or 'error'",
        lambda value: value in ("off", "warn", "error"),
    )
    remote_references: list[str] = _option(
        [],
        "Hosts from which a `$ref` to an `http` or `https` address may be fetched. A host outside the internet, such "
        "as one of a company's own network, needs its address or network as well: "
        "`['schemas.example.internal', '10.0.0.0/8']`.",
        "a list of hosts, such as 'api.example.com', without port, and of addresses or networks, such as '10.0.0.0/8'",
        _is_hosts,
    )
    reference_folders: list[str] = _option(
        [],
        "Folders, relative to `conf.py`, outside the folder of the document, from which a `$ref` may read files.",
        "a list of paths",
        _is_texts,
    )
    check_examples: bool = _option(
        False,
        "Whether examples, defaults and values of enums are checked against their schemas. "
        "The builder `openapi-coverage` always does it.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    coverage_exclude: list[str] = _option(
        [],
        "Operations that the coverage leaves out, in the patterns of `exclude`.",
        "a list of patterns",
        _is_texts,
    )
    coverage_minimum: float | Mapping[str, float] = _option(
        0,
        "Percentage below which the builder `openapi-coverage` fails: of the whole API, or a dict with the key "
        "`total` and the names of columns, such as `{'total': 80, 'description': 100}`.",
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
        "Whether the page of each operation has a button that opens a console, a form to send requests from. Needs the "
        "extra `console`.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    console_exclude: list[str] = _option(
        [],
        "Operations from which the console sends no requests, in the patterns of `exclude`.",
        "a list of patterns",
        _is_texts,
    )
    console_proxy: Mapping[str, str] = _option(
        {},
        "Paths of the site's own host that lead to other servers, by the address of the server: the console sends its "
        "requests to `{'https://api.example.com': '/api-proxy'}` where the server lets no page of another host read "
        "its answers.",
        "a dict from the beginning of an address to a path, such as {'https://api.example.com': '/api-proxy'}",
        lambda value: _is_text_map(value) and all(map(is_url, value)) and all(p[0] == "/" for p in value.values()),
    )
    since: str = _option(
        "",
        "An older version of the document: its path, relative to `conf.py`, its URL, or the git revision (such as "
        "`v1.0`) that has it. Operations that it does not have are marked as new.",
        "a path, a URL or a git revision",
        lambda value: isinstance(value, str),
    )
    changes_limit: str = _option(
        "breaking",
        "Which changes since that version make the builder `openapi-changes` fail: `breaking` ones, or `any`.",
        "'breaking' or 'any'",
        lambda value: value in ("breaking", "any"),
    )
    accepted_changes: list[str] = _option(
        [],
        "Changes that are meant, so that the builder `openapi-changes` does not fail for them: lines of its table. "
        "`*` stands for any text.",
        "a list of lines",
        _is_texts,
    )
    review_overrides: bool = _option(
        False,
        "Whether the override of an operation has to name the state of the operation that it was written for, in its "
        "front matter under `openapi_reviewed`. It is warned about where the operation has changed since.",
        "True or False",
        lambda value: isinstance(value, bool),
    )
    max_size: int = _option(
        64,
        "How many megabytes the document, and each file that it refers to, may have; unpacked, if a server packs it.",
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
