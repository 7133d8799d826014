"""The command ``openapi-pages``."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner
from conftest import api, operation

from sphinxcontrib_openapi_pages.cli.commands import main

SPEC = api({"/hives": {"get": operation("hives_list", "hives", description="All hives.")}})
PAGE = "api/hives/hives_list.html"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs the command in a folder that has a document and an application."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(SPEC))
    (tmp_path / "bee_app.py").write_text(
        f"class App:\n    def openapi(self):\n        return {SPEC!r}\n\napp = App()\n"
    )

    def invoke(*arguments, **more):
        return CliRunner().invoke(main, arguments, **more)

    yield invoke
    sys.modules.pop("bee_app", None)


def heading(path):
    return BeautifulSoup(path.read_text("utf-8"), "html.parser").find("h1").get_text().rstrip("¶")


@pytest.mark.parametrize("spec", ["openapi.yaml", "bee_app:app.openapi"])
def test_a_whole_site_is_made_without_a_project(run, tmp_path, spec):
    result = run("build", spec, "site", "--theme", "alabaster")
    assert result.exit_code == 0, result.output
    assert "The site is in site. Open site/index.html in a browser." in result.output
    assert "All hives." in (tmp_path / "site" / PAGE).read_text("utf-8")
    assert heading(tmp_path / "site" / "index.html") == "Test API"
    assert run("build", spec, "site", "--theme", "alabaster", "--title", "Our bees").exit_code == 0
    assert heading(tmp_path / "site" / "index.html") == "Our bees"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "__pycache__") == [
        "bee_app.py",
        "openapi.yaml",
        "site",
    ]


ERRORS = {
    "none.yaml": "Error: none.yaml cannot be read: No such file or directory\n",
    "bad.yaml": "bad.yaml:2: the document is not YAML: ",
    "list.yaml": "Error: list.yaml is not an OpenAPI document: it has no field 'openapi' or 'swagger'\n",
    "bee_app:api": "Error: bee_app:api cannot be read: 'bee_app:api' cannot be found: AttributeError: ",
    "bee_app:app": "bee_app:app is neither a mapping nor a function; did you mean its 'openapi'?",
}


@pytest.mark.parametrize("spec", ERRORS)
def test_errors_are_one_line(run, tmp_path, spec):
    (tmp_path / "bad.yaml").write_text("a: [\n")
    (tmp_path / "list.yaml").write_text("- 1\n")
    result = run("build", spec, "site")
    assert result.exit_code == 1
    assert ERRORS[spec] in result.output
    assert len(result.output.splitlines()) == 1
    assert not (tmp_path / "site").exists()


def test_a_folder_with_other_files_is_left_alone(run, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear")
    result = run("build", "openapi.yaml", "mine")
    assert result.output == "Error: mine contains files that do not belong to a site; choose another folder\n"


def test_the_preview_says_what_it_needs(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "sphinx_autobuild.__main__", None)
    result = run("preview", "openapi.yaml")
    words = "sphinx-autobuild is missing; install it with: pip install 'sphinxcontrib-openapi-pages[preview]'"
    assert words in result.output


def test_the_preview_follows_the_document(run, tmp_path):
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "sphinxcontrib_openapi_pages.cli",
        "preview",
        "bee_app:app.openapi",
        "--port",
        str(port),
    ]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
    try:
        wait_for(port, "All hives.")
        text = (tmp_path / "bee_app.py").read_text().replace("All hives.", "Every hive.")
        (tmp_path / "bee_app.py").write_text(text)
        wait_for(port, "Every hive.")
        wait_for_rest(tmp_path / "log")
    finally:
        process.terminate()
        process.wait(20)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for_rest(log):
    """Wait until nothing is written for three seconds: a build that starts builds writes for ever."""
    end = time.time() + 60
    while time.time() < end:
        size = log.stat().st_size
        time.sleep(3)
        if log.stat().st_size == size:
            return
    raise AssertionError("the preview builds without end")


def wait_for(port, words):
    end = time.time() + 60
    while time.time() < end:
        time.sleep(0.5)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{PAGE}", timeout=5) as page:
                if words in page.read().decode():
                    return
        except OSError:
            continue
    raise AssertionError(f"no page says {words!r}")


CONF = "project = 'Bees'\nextensions = ['myst_parser']\n"


def project(folder, conf=CONF, index="# Bees\n\n```{toctree}\nintro\n```\n", name="index.md"):
    folder.mkdir()
    (folder / "conf.py").write_text(conf)
    (folder / name).write_text(index)
    (folder / "intro.md").write_text("# Intro\n")
    return folder


def test_init_shows_the_difference_asks_and_the_project_builds(run, tmp_path):
    docs = project(tmp_path / "docs")
    result = run("init", input="n\n")
    assert result.exit_code == 1
    assert (
        "-extensions = ['myst_parser']\n+extensions = ['myst_parser', \"sphinxcontrib_openapi_pages\"]" in result.output
    )
    assert '+openapi_pages = {"api": "../openapi.yaml"}' in result.output
    assert "+api/index" in result.output
    assert (docs / "conf.py").read_text() == CONF
    assert run("init", input="y\n").exit_code == 0
    assert (docs / "index.md").read_text() == "# Bees\n\n```{toctree}\nintro\napi/index\n```\n"
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", "docs", "out"]
    subprocess.run(command, check=True, cwd=tmp_path)
    assert (tmp_path / "out" / PAGE).is_file()
    assert "already has these pages; nothing was written" in run("init").output


def test_init_with_a_python_object(run, tmp_path):
    docs = project(tmp_path / "docs")
    assert run("init", "bee_app:app.openapi", "--yes", "--folder", "reference").exit_code == 0
    assert 'openapi_pages = {"reference": "bee_app:app.openapi"}' in (docs / "conf.py").read_text()
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", "docs", "out"]
    subprocess.run(command, check=True, cwd=tmp_path)
    assert (tmp_path / "out/reference/hives/hives_list.html").is_file()


@pytest.mark.parametrize(
    ("conf", "line"),
    [
        ("extensions = []\n", 'extensions = ["sphinxcontrib_openapi_pages"]'),
        ("extensions = [\n    'a',  # é\n    'b',\n]\n", "    'b',\n    \"sphinxcontrib_openapi_pages\",\n]"),
        ("extensions = [\n    'a',\n    'b'\n]\n", "    'b',\n    \"sphinxcontrib_openapi_pages\"\n]"),
        ("extensions = ['é', 'b']\n", "extensions = ['é', 'b', \"sphinxcontrib_openapi_pages\"]"),
        ("extensions = list('ab')\n", 'extensions += ["sphinxcontrib_openapi_pages"]'),
        ("project = 'x'\n", 'extensions = ["sphinxcontrib_openapi_pages"]'),
    ],
)
def test_init_adds_the_extension(run, tmp_path, conf, line):
    docs = project(tmp_path / "docs", conf)
    assert run("init", "--yes").exit_code == 0
    text = (docs / "conf.py").read_text()
    assert line in text
    compile(text, "conf.py", "exec")


@pytest.mark.parametrize(
    ("index", "after"),
    [
        (
            "A\n=\n\n.. toctree::\n   :maxdepth: 2\n\n   intro\n   more\n\nEnd\n",
            "   intro\n   more\n   api/index\n\nEnd\n",
        ),
        ("A\n=\n\n.. toctree::\n\n   intro", ".. toctree::\n\n   intro\n   api/index\n"),
        ("A\n=\n\n.. toctree::\n   :hidden:\n\nEnd\n", ".. toctree::\n   :hidden:\n\n   api/index\n\nEnd\n"),
        ("A\n=\n\n.. toctree::\n\nEnd\n", ".. toctree::\n\n   api/index\n\nEnd\n"),
        ("A\n=\n\nEnd\n", "End\n\n.. toctree::\n\n   api/index\n"),
    ],
)
def test_init_adds_the_entry_in_restructuredtext(run, tmp_path, index, after):
    docs = project(tmp_path / "docs", index=index, name="index.rst")
    assert run("init", "--yes").exit_code == 0
    assert (docs / "index.rst").read_text().endswith(after)


def test_init_adds_the_entry_in_markdown(run, tmp_path):
    docs = project(tmp_path / "docs", index="# A\n\n:::{toctree}\n:hidden:\nintro\n:::\n\nEnd\n")
    assert run("init", "--yes").exit_code == 0
    assert (docs / "index.md").read_text() == "# A\n\n:::{toctree}\n:hidden:\nintro\napi/index\n:::\n\nEnd\n"


@pytest.mark.parametrize(
    ("conf", "arguments", "words"),
    [
        (None, [], "there is no conf.py here or in the usual folders; run sphinx-quickstart, or name the folder"),
        ("extensions = [", [], "conf.py:1: '[' was never closed; fix it first"),
        (
            CONF,
            ["none.yaml"],
            "there is no file none.yaml; name a path, a URL, or a Python object such as main:app.openapi",
        ),
        ("root_doc = 'start'\n", [], "there is no docs/start.md or .rst; add api/index to a toctree yourself"),
    ],
)
def test_init_says_what_is_missing(run, tmp_path, conf, arguments, words):
    if conf is not None:
        project(tmp_path / "docs", conf)
    result = run("init", "--yes", *arguments)
    assert result.exit_code == 1
    assert words in result.output
