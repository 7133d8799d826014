"""Inputs that must not hurt: the collection beside the real documents, each file in a build of its own."""

from __future__ import annotations

import resource
import subprocess
import sys
import time

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


@pytest.mark.parametrize("name", CASES)
def test_one_by_one(tmp_path, name):
    (tmp_path / "conf.py").write_text(
        f"extensions = ['sphinxcontrib_openapi_pages']\nopenapi_pages = {{'api': {str(BAD / name)!r}}}\n"
    )
    (tmp_path / "index.rst").write_text("Home\n====\n\n.. toctree::\n\n   api/index\n   other\n")
    (tmp_path / "other.rst").write_text("Other\n=====\n")
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", tmp_path, tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)),
    )
    assert time.monotonic() - started < 30
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out" / "other.html").is_file()
    assert (tmp_path / "out" / "api" / "index.html").is_file()
    assert (done.returncode == 0) == (name in FAULTLESS)
    if name not in FAULTLESS:
        assert str(BAD / name) in done.stderr
    if name in UNUSABLE:
        assert done.stderr.count("WARNING") == 1
    elif name not in ("no-paths.json", "missing-file-ref.json"):
        assert list((tmp_path / "out" / "api").glob("*/ok_list*.html"))
    assert not {path.name for path in tmp_path.iterdir()} - {"conf.py", "index.rst", "other.rst", "out"}
