"""Inputs that must not hurt: the collection beside the real documents, each file in a build of its own."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest
from conftest import SHARED, needs_shared

pytestmark = needs_shared

BAD = SHARED / "bad"
CASES = sorted(path.name for path in BAD.glob("*") if path.suffix in (".json", ".yaml"))

#: Documents that hold nothing that the specification forbids to a parser.
FAULTLESS = {
    "no-paths.json",
    "recursive-schema.json",
    "deep-schema.json",
    "hostile-text.json",
    "bom.json",
    "utf16.json",
    "version-as-number.yaml",
}
UNUSABLE = {
    "a-list.json",
    "alias-bomb.yaml",
    "empty.yaml",
    "latin1.yaml",
    "no-version.yaml",
    "not-yaml.yaml",
    "python-tag.yaml",
}
#: Documents in which several things are wrong, each with a warning of its own.
MANY_FAULTS = {"nulls.json", "wrong-types.json", "odd-operation-ids.json"}
ONE_FAULT = set(CASES) - MANY_FAULTS - FAULTLESS


@pytest.mark.parametrize("name", CASES)
def test_one_by_one(tmp_path, name):
    (tmp_path / "conf.py").write_text(
        f"extensions = ['sphinxcontrib_openapi_pages']\nopenapi_pages = {{'api': {str(BAD / name)!r}}}\n"
    )
    (tmp_path / "index.rst").write_text("Home\n====\n\n.. toctree::\n\n   api/index\n   other\n")
    (tmp_path / "other.rst").write_text("Other\n=====\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", tmp_path, tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 30
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out" / "other.html").is_file()
    assert (tmp_path / "out" / "api" / "index.html").is_file()
    assert (done.returncode == 0) == (name in FAULTLESS)
    if name not in FAULTLESS:
        assert str(BAD / name) in done.stderr
    if name in ONE_FAULT:
        assert done.stderr.count("WARNING") == 1
    if name not in {"no-paths.json", "version-as-number.yaml", *UNUSABLE}:
        assert list((tmp_path / "out" / "api").glob("*/ok_list*.html"))
    assert not {path.name for path in tmp_path.iterdir()} - {"conf.py", "index.rst", "other.rst", "out"}


HEALTHY = (
    "museum/openapi.yaml",
    *(
        f"oai/examples/{name}"
        for name in (
            "v2.0/json/petstore.json",
            "v2.0/json/uber.json",
            "v2.0/yaml/api-with-examples.yaml",
            "v3.0/uspto.yaml",
            "v3.0/callback-example.json",
            "v3.0/link-example.yaml",
            "v3.1/non-oauth-scopes.json",
            "v3.1/tictactoe.yaml",
            "v3.1/webhook-example.yaml",
            "v3.2/3.2-tags-example.yaml",
        )
    ),
)


def test_all_together_with_eleven_healthy_apis(tmp_path):
    apis = {f"bad/{name.replace('.', '-')}": str(BAD / name) for name in CASES}
    apis |= {f"good/{number}": str(SHARED / "specs" / name) for number, name in enumerate(HEALTHY)}
    (tmp_path / "conf.py").write_text(
        f"extensions = ['sphinxcontrib_openapi_pages']\nopenapi_pages = {apis!r}\nhtml_theme = 'basic'\n"
    )
    toctree = "".join(f"   {folder}/index\n" for folder in apis)
    (tmp_path / "index.rst").write_text(f"Home\n====\n\n.. toctree::\n\n{toctree}")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-j", "2", tmp_path, tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    warnings = [line for line in done.stderr.splitlines() if "WARNING" in line]
    assert all("[openapi_pages." in line for line in warnings)
    for name in CASES:
        told = [line for line in warnings if line.startswith(f"{BAD / name}:")]
        assert bool(told) != (name in FAULTLESS), name
        assert len(told) == 1 or name not in ONE_FAULT, told
        page = tmp_path / "out" / "bad" / name.replace(".", "-") / "index.html"
        assert ("cannot be shown" in page.read_text("utf-8")) == (name in UNUSABLE)
    for number, name in enumerate(HEALTHY):
        assert [line for line in warnings if str(SHARED / "specs" / name) in line] == []
        assert len(list((tmp_path / "out" / "good" / str(number)).rglob("*.html"))) > 2
    assert not {path.name for path in tmp_path.iterdir()} - {"conf.py", "index.rst", "out"}
