"""Builds that end suddenly, meet one another, or find damage: the next one is right."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import api, operation

from sphinxcontrib_openapi_pages.openapi.atomic_files import read_sealed, replace_file, write_sealed

#: What a build does when it comes to the file with the number in the variable ``AT``.
ACCIDENT = """
import errno, os, pathlib
_write, _replace, _count = pathlib.Path.write_bytes, pathlib.Path.replace, 0

def write_bytes(self, data):
    global _count
    _count += 1
    if _count == int(os.environ.get("AT", 0)):
        _write(self, data[: len(data) // 2])
        {accident}
    return _write(self, data)

def replace(self, target):
    if _count == -int(os.environ.get("AT", 0)):
        {accident}
    return _replace(self, target)

pathlib.Path.write_bytes, pathlib.Path.replace = write_bytes, replace
"""
KILLED = "os._exit(9)"
DISK_FULL = "raise OSError(errno.ENOSPC, 'No space left on device')"


def spec(word):
    schemas = {"S": {"type": "object", "properties": {word: {"type": "string"}}}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}
    responses = {"200": {"description": word, "content": content}}
    paths = {f"/{n}": {"get": operation(f"op{n}", f"tag{n % 2}", summary=word, responses=responses)} for n in range(4)}
    return api(paths, components={"schemas": schemas})


def build(site, *arguments, **environment):
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    return subprocess.Popen(
        [*command, *arguments, site.srcdir, site.outdir],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def finish(process):
    errors = process.communicate(timeout=300)[1]
    assert "Traceback (most recent call last)" not in errors
    return process.returncode, errors


def written(site):
    """Return what a reader gets: the pages, by name."""
    return {str(path.relative_to(site.outdir)): path.read_bytes() for path in sorted(site.outdir.rglob("*.html"))}


def clean(make_site, word, **options):
    site = make_site(spec(word), **options)
    status, errors = finish(build(site))
    assert (status, errors) == (0, "")
    return written(site)


@pytest.mark.parametrize("accident", [KILLED, DISK_FULL])
@pytest.mark.parametrize("at", [1, 3, -3, 6, -6])
def test_a_build_that_ends_while_it_writes(make_site, accident, at):
    conf = ACCIDENT.format(accident=accident)
    site = make_site(spec("first"), conf=conf)
    assert finish(build(site))[0] == 0
    site.write({"openapi.yaml": spec("second")})
    status, errors = finish(build(site, AT=str(at)))
    assert status != 0
    assert ("No space left on device" in errors) == (accident == DISK_FULL)
    # The document is the first one again: half of the page sources are of the second.
    site.write({"openapi.yaml": spec("first")})
    assert finish(build(site)) == (0, "")
    assert written(site) == clean(make_site, "first", conf=conf)


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.2, 1.5])
def test_a_build_that_is_killed_at_any_moment(make_site, seconds):
    site = make_site(spec("word"))
    process = build(site)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    errors = finish(build(site))[1]
    assert "[openapi_pages." not in errors
    if errors:
        # Sphinx complains of its own files, such as a search index that is not there: it does not write again what
        # it finds written, and asks for a build of everything.
        errors = finish(build(site, "-a"))[1]
    assert errors == ""
    assert written(site) == clean(make_site, "word")


def test_two_builds_at_once(make_site):
    site = make_site(spec("word"))
    for word in ("word", "other"):
        site.write({"openapi.yaml": spec(word)})
        builds = [build(site), build(site)]
        assert [process.communicate(timeout=300)[1].count("[openapi_pages.") for process in builds] == [0, 0]
        assert finish(build(site)) == (0, "")
        assert written(site) == clean(make_site, word)


@pytest.mark.parametrize("which", ["*.state", "*.openapi-page", "*"])
@pytest.mark.parametrize("garbage", [lambda data: b"garbage", lambda data: b"\0" * len(data), lambda data: data[: len(data) // 2], lambda data: b""])  # fmt: skip
def test_a_cache_full_of_garbage(make_site, which, garbage):
    site = make_site(spec("word")).build()
    before = written(site)
    for path in (
        site.outdir / ".doctrees" if (site.outdir / ".doctrees").is_dir() else Path(site.app.doctreedir)
    ).rglob(which):
        if path.is_file():
            path.write_bytes(garbage(path.read_bytes()))
    site.build()
    if which == "*.openapi-page" and site.warnings:
        assert all("build again [openapi_pages.source]" in warning for warning in site.warnings)
        site.build()
    assert site.warnings == []
    assert written(site) == before


def test_a_folder_where_a_file_should_be(make_site):
    site = make_site(spec("word")).build()
    before = written(site)
    (state,) = Path(site.app.doctreedir).glob("openapi-pages/*.state")
    state.unlink()
    state.with_name(state.name + ".1.tmp").mkdir()
    assert written(site.build()) == before


def cached(site, pattern):
    """Return the files in the cache that *pattern* finds."""
    return sorted(Path(site.app.doctreedir).glob(f"openapi-pages/{pattern}"))


@pytest.mark.parametrize("hides", [False, True], ids=["as an editor does", "with the times of before"])
@pytest.mark.parametrize(
    "pattern", ["api/tag0/op0.openapi-page", "api/index.openapi-page", "api/openapi.json", "api/openapi.yaml"]
)
def test_a_broken_byte_in_the_cache(make_site, pattern, hides):
    site = make_site(spec("word")).build()
    before, (path,) = written(site), cached(site, pattern)
    data, times = path.read_bytes(), path.stat()
    path.write_bytes(data.replace(b"o", b"0", 1))
    if hides:
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    site.build()
    assert path.read_bytes() == data
    assert site.warnings == []
    assert written(site) == before
    assert site.build().read == []


def test_a_cache_from_elsewhere_is_used(make_site):
    """A continuous integration unpacks the cache of another run: all times are new."""
    site = make_site(spec("word")).build()
    for path in cached(site, "**/*.*"):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
    site.build()
    assert "(unchanged)" in site.status
    assert "writing page sources" not in site.status


@pytest.mark.parametrize("name", ["api/openapi.json", "api/openapi.yaml", "api/open-api-spec/op0.md", "llms.txt"])
def test_a_broken_byte_in_what_is_published(make_site, name):
    site = make_site(spec("word")).build()
    path = next(site.outdir.glob(name))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"o", b"0", 1))
    site.build()
    assert path.read_bytes() == data


@pytest.mark.parametrize("link", [False, True], ids=["file", "link to nothing"])
@pytest.mark.parametrize("folder", ["openapi-pages", "openapi-pages/api", "openapi-pages/api/tag0"])
def test_a_file_where_a_folder_should_be(make_site, folder, link):
    site = make_site(spec("word")).build()
    before, path = written(site), Path(site.app.doctreedir) / folder
    shutil.rmtree(path)
    path.symlink_to("nothing") if link else path.write_text("garbage")
    site.build()
    assert site.warnings == []
    assert written(site) == before
    assert path.is_dir()


@pytest.mark.parametrize("pattern", ["*.state", "api/parts.state", "api/tag0/op0.openapi-page", "api/openapi.json"])
@pytest.mark.parametrize("word", ["word", "other"])
def test_a_folder_where_a_file_of_the_cache_should_be(make_site, pattern, word):
    site = make_site(spec("word")).build()
    (path,) = cached(site, pattern)
    path.unlink()
    (path / "inner").mkdir(parents=True)
    site.write({"openapi.yaml": spec(word)})
    site.build()
    assert site.warnings == []
    assert written(site) == clean(make_site, word)


def test_a_folder_where_a_page_was_that_is_no_more(make_site):
    site = make_site(spec("word")).build()
    (path,) = cached(site, "api/tag0/op0.openapi-page")
    path.unlink()
    path.mkdir()
    site.write({"openapi.yaml": api({"/1": {"get": operation("op1", "tag1")}})})
    assert site.build().warnings == []
    assert not path.exists()


def test_a_cache_of_another_version(make_site, monkeypatch):
    site = make_site(spec("word")).build()
    count = len(site.read)
    assert site.build().read == []
    monkeypatch.setattr("sphinxcontrib_openapi_pages.extension.version", lambda name: "99")
    monkeypatch.setattr("sphinxcontrib_openapi_pages.sphinx.mount.version", lambda name: "99")
    assert len(site.build().read) == count


def test_apis_whose_folders_look_alike_do_not_share_a_record(make_site):
    conf = "openapi_pages = {'a/b': 'openapi.yaml', 'a.b': 'openapi.yaml', 'a%2Fb': 'openapi.yaml'}"
    site = make_site(spec("word"), {"index.md": "# Home"}, conf=conf).build()
    assert site.build().read == []
    assert site.warnings == []
    assert site.status.count("(unchanged)") == 3


def test_the_source_folder_is_only_read(make_site):
    site = make_site(spec("word"), {"api/tag0/op0.md": "Mine.\n"})
    outdir = site.srcdir.parent / "elsewhere"
    before = {path: (path.stat().st_mtime_ns, path.is_dir()) for path in [site.srcdir, *site.srcdir.rglob("*")]}
    for path in sorted(before, reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", site.srcdir, outdir],
        capture_output=True,
        check=False,
    )
    for path in before:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert (done.returncode, done.stderr) == (0, b"")
    after = {path: (path.stat().st_mtime_ns, path.is_dir()) for path in [site.srcdir, *site.srcdir.rglob("*")]}
    assert after == before


def test_two_clean_builds_write_the_same_bytes(make_site):
    def everything(seed):
        site = make_site(
            spec("word"),
            {"index.md": "# Home\n\n|today|\n\n```{toctree}\napi/index\n```\n"},
            conf="html_last_updated_fmt = '%Y-%m-%d'",
        )
        status, errors = finish(build(site, PYTHONHASHSEED=seed, SOURCE_DATE_EPOCH="86400"))
        assert (status, errors) == (0, "")
        files = {path.relative_to(site.outdir): path for path in sorted(site.outdir.rglob("*")) if path.is_file()}
        return {
            str(name): path.read_bytes().replace(str(site.srcdir).encode(), b"")
            for name, path in files.items()
            if path.suffix not in (".pickle", ".doctree", ".state")  # Sphinx's own, and times of reading
        }

    first, second = everything("1"), everything("2")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert b"1970-01-02" in first["index.html"]
    assert any(name.endswith(".openapi-page") for name in first)


def test_a_sealed_file_is_whole_or_not_there(tmp_path):
    path = tmp_path / "deep" / "file"
    assert read_sealed(path) is None
    write_sealed(path, b"data\nmore")
    assert read_sealed(path) == b"data\nmore"
    replace_file(path, path.read_bytes()[:-1])
    assert read_sealed(path) is None
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


def test_a_record_is_json(make_site):
    site = make_site(spec("word")).build()
    (state,) = Path(site.app.doctreedir).glob("openapi-pages/*.state")
    assert json.loads(read_sealed(state) or b"")["operations"][0]["id"] == "op0"
