"""Hold the examples that are made from the schemas of the JSON Schema Test Suite against those schemas.

    python -m tests.schema_suite PATH      PATH holds the suite, such as the unpacked source distribution of jsonschema

Each group of the suite with a valid instance, and with references into its own schema alone, becomes a component of
a document: of OpenAPI 3.1 for draft 2020-12, of 3.0 for draft 4. What the validators of jsonschema say of the example
is printed, and counted: it fits, it does not, or there is none. Groups with control characters are counted apart:
such a character is replaced when a document is read, since no page can hold it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import regex
from jsonschema import Draft4Validator, Draft202012Validator, ValidationError, validators
from jsonschema._utils import equal

from sphinxcontrib_openapi_pages.openapi.document import open_document
from sphinxcontrib_openapi_pages.openapi.example_values import MISSING, generate
from sphinxcontrib_openapi_pages.openapi.parsing.reader import UNPRINTABLE
from sphinxcontrib_openapi_pages.openapi.schema import read_schema
from sphinxcontrib_openapi_pages.openapi.source.store import Store

DRAFTS: dict[str, tuple[Any, str]] = {
    "draft2020-12": (Draft202012Validator, "3.1.0"),
    "draft4": (Draft4Validator, "3.0.3"),
}
"""The validator of each draft, and the version of OpenAPI whose schemas are those of the draft."""

REFERENCES = ("$ref", "$dynamicRef")


@dataclass(frozen=True)
class Group:
    """Tests of one schema."""

    draft: str
    file: str
    description: str
    schema: Any
    instances: list[Any]
    """Those that fit the schema."""


def groups(suite: Path, draft: str) -> Iterator[Group]:
    """Yield the groups of *draft* that can stand in a document of their own and have a valid instance."""
    folder = next(path for path in sorted(suite.rglob(draft)) if path.is_dir() and path.parent.name == "tests")
    for path in sorted(folder.rglob("*.json")):
        for group in json.loads(path.read_text("utf-8")):
            instances = [test["data"] for test in group["tests"] if test["valid"]]
            if instances and all(reference.startswith("#") for reference in references(group["schema"])):
                name = path.relative_to(folder).as_posix()
                yield Group(draft, name, group["description"], group["schema"], instances)


def references(value: Any) -> Iterator[str]:
    """Yield the references in *value*."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in REFERENCES and isinstance(item, str):
                yield item
            else:
                yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def texts(value: Any) -> Iterator[str]:
    """Yield all texts in *value*."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from texts(item)


def wrapped(schema: Any) -> Any:
    """Return *schema* with references into itself leading into the component ``Group``."""
    if isinstance(schema, list):
        return [wrapped(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: f"#/components/schemas/Group{item[1:]}"
        if key in REFERENCES and isinstance(item, str) and (item == "#" or item.startswith("#/"))
        else item
        if key in ("const", "enum")
        else wrapped(item)
        for key, item in schema.items()
    }


def made_example(group: Group, folder: Path) -> Any:
    """Return the example of the schema of *group*, made as for a page; MISSING if there is none."""
    file = folder / "openapi.json"
    document = {
        "openapi": DRAFTS[group.draft][1],
        "info": {"title": "Suite", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Group": wrapped(group.schema)}},
    }
    file.write_text(json.dumps(document), "utf-8")
    data = open_document(str(file), Store(str(file), folder / "cache")).data
    return generate(read_schema(data, "Group"))


def outcome(group: Group, folder: Path) -> str:
    """Return what becomes of *group*: ``fits``, ``misfit``, ``none``, or ``unprintable`` if no page can hold it."""
    if any(map(UNPRINTABLE.search, texts(group.schema))):
        return "unprintable"
    validator, _ = DRAFTS[group.draft]
    made = made_example(group, folder)
    if made is MISSING:
        return "none"
    if any(equal(made, instance) for instance in group.instances):
        return "fits"
    formats = validator.FORMAT_CHECKER if group.file.startswith("optional/format") else None
    judge = validators.extend(validator, KEYWORDS)
    return "fits" if judge(group.schema, format_checker=formats).is_valid(made) else "misfit"


def pattern(_: Any, value: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Yield an error if *instance* does not match."""
    if isinstance(instance, str) and not is_match(value, instance):
        yield ValidationError("no match")


def pattern_properties(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Yield the errors of the properties whose names match."""
    if isinstance(instance, dict):
        for text, part in value.items():
            for name in filter(partial(is_match, text), instance):
                yield from validator.descend(instance[name], part)


def additional_properties(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Yield the errors of the properties that the schema does not name."""
    for name in instance if isinstance(instance, dict) else ():
        patterns = schema.get("patternProperties", {})
        if name not in schema.get("properties", {}) and not any(is_match(text, name) for text in patterns):
            yield from validator.descend(instance[name], value)


KEYWORDS = {
    "pattern": pattern,
    "patternProperties": pattern_properties,
    "additionalProperties": additional_properties,
}
"""Keywords with patterns: that of Python does not know them all."""


def is_match(text: str, value: str) -> bool:
    """Return whether the pattern *text* is found in *value*; one that ``regex`` does not know, like ``re``, is not."""
    try:
        return regex.search(text, value) is not None
    except regex.error:
        return False


def main() -> None:
    """Print the outcome of all groups, those that do not fit one by one."""
    parser = argparse.ArgumentParser(prog="python -m tests.schema_suite", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("suite", type=Path, help="folder that holds the suite")
    suite = parser.parse_args().suite
    with tempfile.TemporaryDirectory() as name:
        for draft in DRAFTS:
            outcomes: Counter[str] = Counter()
            for group in groups(suite, draft):
                found = outcome(group, Path(name))
                outcomes[found] += 1
                if found in ("misfit", "none"):
                    print(f"{draft} {group.file}: {group.description}: {found}")
            print(
                f"{draft}: of {outcomes.total()} groups {outcomes['fits']} fit, {outcomes['misfit']} do not, "
                f"{outcomes['none']} have no example, {outcomes['unprintable']} cannot stand on a page"
            )


if __name__ == "__main__":
    main()
