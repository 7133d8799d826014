"""A Sphinx project for one document, in a folder of its own."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from ..openapi.diagnostics import Place
from ..openapi.parsing.parser import parse_file
from ..openapi.parsing.reader import LoadError
from ..openapi.source.hosts import Hosts
from ..openapi.source.locations import SourceError, is_url
from ..openapi.source.python_objects import is_object_name
from ..openapi.source.store import Store, find_source
from ..openapi.titles import api_title

FOLDER = "api"
"""The folder of the pages in the site."""

VARIABLE = "OPENAPI_PAGES_SPEC"

CONF = """\
import sys

sys.path.insert(0, {path!r})

project = html_title = {title!r}
extensions = ["myst_parser", "sphinxcontrib_openapi_pages"]
html_theme = {theme!r}
html_copy_source = False
openapi_pages = {{{folder!r}: {spec!r}}}
"""

INDEX = """\
# {title}

```{{toctree}}
:maxdepth: 2

{folder}/index
```
"""


class CannotRead(Exception):  # noqa: N818
    """The document cannot be read; the message explains why, in one line."""


@dataclass(frozen=True)
class Project:
    """The project and its output, in one folder."""

    root: Path

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def doctrees(self) -> Path:
        return self.root / "doctrees"

    @classmethod
    def make(cls, root: Path, spec: str, theme: str, title: str) -> Project:
        """Write the project of the document *spec* into *root*. Raises :exc:`CannotRead`."""
        # The command sets the document, even if variables for other builds are set.
        for variable in [name for name in os.environ if name.startswith(VARIABLE)]:
            del os.environ[variable]
        project = cls(root)
        project.source.mkdir()
        title = " ".join(title.split()) or _title_of(spec, root)
        location = spec if is_url(spec) or _is_object(spec) else str(Path(spec).resolve())
        texts = {"path": str(Path.cwd()), "title": title, "theme": theme or default_theme(), "spec": location}
        (project.source / "conf.py").write_text(CONF.format(folder=FOLDER, **texts), "utf-8")
        (project.source / "index.md").write_text(INDEX.format(folder=FOLDER, title=title), "utf-8")
        return project


def default_theme() -> str:
    """Return the theme of the site where none is named."""
    return "furo" if importlib.util.find_spec("furo") else "alabaster"


def is_site(folder: Path) -> bool:
    """Return whether *folder* contains a site that Sphinx built."""
    return (folder / ".buildinfo").is_file()


def watched_folder(spec: str) -> Path | None:
    """Return the folder to watch for changes of the document *spec*; ``None`` if it cannot be watched."""
    if is_url(spec):
        return None
    if not _is_object(spec):
        return Path(spec).resolve().parent
    found = importlib.util.find_spec(spec.partition(":")[0].partition(".")[0])
    origin = Path(found.origin) if found is not None and found.origin else None
    return origin and origin.resolve().parent


def other_files(spec: str) -> str:
    """Return a regular expression for files that cannot affect *spec*, such as logs: they start no build."""
    return rf"^(?!.*(?:\.(?:py|ya?ml|json|toml)|/{re.escape(Path(spec).name)})$)"


def _is_object(spec: str) -> bool:
    return is_object_name(spec) and not Path(spec).is_file()


def _title_of(spec: str, cache: Path) -> str:
    source = find_source(spec, FOLDER, is_only_api=True, conf=Place(str(Path.cwd() / "conf.py")))
    store = Store(source.location, cache / "fetched", Hosts(), auth=source.auth, made=source.made)
    try:
        document = parse_file(source.location, store).specification
    except SourceError as error:
        raise CannotRead(f"{spec} cannot be read: {error}") from error
    except LoadError as error:
        raise CannotRead(f"{error.place}: the document {error}") from error
    if not isinstance(document, dict) or not {"openapi", "swagger"} & document.keys():
        raise CannotRead(f"{spec} is not an OpenAPI document: it has no field 'openapi' or 'swagger'")
    # A module that was imported for the title is imported again, by the build.
    if source.made is not None:
        sys.modules.pop(spec.partition(":")[0], None)
    info = document.get("info")
    return api_title(info, "API") if isinstance(info, dict) and isinstance(info.get("title"), str) else "API"
