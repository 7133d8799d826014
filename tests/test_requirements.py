"""The versions that the tests run with."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["sphinx8", "sphinx9"])
def test_every_dependency_has_a_version_that_is_permitted(name):
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = data["project"]
    several = (project["dependencies"], *project["optional-dependencies"].values(), *data["dependency-groups"].values())
    wanted = [Requirement(text) for texts in several for text in texts if isinstance(text, str)]
    lines = (ROOT / f"requirements/{name}.txt").read_text("utf-8").splitlines()
    held = [Requirement(line) for line in lines if not line.startswith("#")]
    versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in held}
    missing = [
        str(requirement)
        for requirement in wanted
        if not requirement.specifier.contains(versions.get(canonicalize_name(requirement.name), "0"))
    ]
    assert missing == [], "tox run -e lock brings requirements/ up to date"
