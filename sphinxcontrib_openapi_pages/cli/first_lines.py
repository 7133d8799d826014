"""Adds an API to an existing project: the lines in ``conf.py`` and in a toctree."""

from __future__ import annotations

import ast
import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..openapi.atomic_files import WriteError, update_file
from ..openapi.source.locations import is_url
from ..openapi.source.python_objects import is_object_name

EXTENSION = "sphinxcontrib_openapi_pages"
CONF_FOLDERS = (".", "docs", "doc", "docs/source", "doc/source", "source")
DOCUMENTS = ("openapi.yaml", "openapi.yml", "openapi.json", "swagger.yaml", "swagger.yml", "swagger.json")


class CannotEdit(Exception):  # noqa: N818
    """The lines cannot be written; the message explains why, and what to do."""


@dataclass(frozen=True)
class Edit:
    """A file, before and after its change."""

    path: Path
    before: str
    after: str

    @property
    def is_change(self) -> bool:
        return self.before != self.after

    def difference(self) -> Iterator[str]:
        """Yield the lines of the difference."""
        name = str(self.path)
        yield from difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), name, name, n=2, lineterm="")

    def write(self) -> None:
        """Write the file. Raises :exc:`CannotEdit`."""
        try:
            update_file(self.path, self.after.encode())
        except WriteError as error:
            raise CannotEdit(str(error)) from error


def find_conf(docs: Path | None) -> Path:
    """Return the ``conf.py`` in *docs*, or in one of the usual folders. Raises :exc:`CannotEdit`."""
    folders = [docs] if docs is not None else [Path(folder) for folder in CONF_FOLDERS]
    found = next((folder / "conf.py" for folder in folders if (folder / "conf.py").is_file()), None)
    if found is None:
        where = f"in {docs}" if docs is not None else "here or in the usual folders"
        raise CannotEdit(f"there is no conf.py {where}; run sphinx-quickstart, or name the folder with --docs")
    return found


def find_document(conf: Path) -> str:
    """Return the path of a document with a usual name, beside *conf* or here. Raises :exc:`CannotEdit`."""
    for folder in (conf.parent, Path()):
        for name in DOCUMENTS:
            if (folder / name).is_file():
                return str(folder / name)
    raise CannotEdit("there is no openapi.yaml or openapi.json here or beside conf.py; name the document")


def edit_conf(conf: Path, spec: str, folder: str) -> Edit:
    """Return the change of *conf* for the document *spec*, as seen from here. Raises :exc:`CannotEdit`."""
    before = conf.read_text("utf-8")
    try:
        tree = ast.parse(before)
    except SyntaxError as error:
        raise CannotEdit(f"{conf}:{error.lineno}: {error.msg}; fix it first") from error
    if not is_url(spec) and not _is_object(spec) and not Path(spec).is_file():
        raise CannotEdit(f"there is no file {spec}; name a path, a URL, or a Python object such as main:app.openapi")
    after = _with_extension(before, tree)
    if "openapi_pages" not in _assigned(tree):
        after = after.rstrip("\n") + "\n\n" + "\n".join(_settings(conf, spec, folder)) + "\n"
    return Edit(conf, before, after)


def _settings(conf: Path, spec: str, folder: str) -> Iterator[str]:
    here = Path(os.path.relpath(Path.cwd(), conf.resolve().parent)).as_posix()
    location = spec
    if _is_object(spec):
        yield "import sys"
        yield "from pathlib import Path"
        yield ""
        yield f"sys.path.insert(0, str(Path(__file__).parent / {here!r}))"
    elif not is_url(spec):
        location = Path(os.path.relpath(spec, conf.parent)).as_posix()
    yield f'openapi_pages = {{"{folder}": "{location}"}}'


def _is_object(spec: str) -> bool:
    return is_object_name(spec) and not Path(spec).is_file()


def _assigned(tree: ast.Module) -> dict[str, ast.expr]:
    """Return the values that are assigned to names on the top level of ``conf.py``."""
    return {
        target.id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def _with_extension(text: str, tree: ast.Module) -> str:
    value = _assigned(tree).get("extensions")
    if re.search(rf"""["']{EXTENSION}["']""", text):
        return text
    if not isinstance(value, ast.List):
        operator = "=" if value is None else "+="
        return text.rstrip("\n") + f'\n\nextensions {operator} ["{EXTENSION}"]\n'
    lines = text.splitlines(keepends=True)
    if not value.elts:
        return _inserted(lines, value.lineno, value.col_offset + 1, f'"{EXTENSION}"')
    last = value.elts[-1]
    assert last.end_lineno is not None
    assert last.end_col_offset is not None
    is_alone = lines[last.lineno - 1][: last.col_offset].isspace()
    indent = lines[last.lineno - 1][: last.col_offset]
    added = f',\n{indent}"{EXTENSION}"' if is_alone else f', "{EXTENSION}"'
    return _inserted(lines, last.end_lineno, last.end_col_offset, added)


def _inserted(lines: list[str], line: int, column: int, added: str) -> str:
    """Return *lines* with *added* after *column*, which is in bytes, of a *line* that counts from 1."""
    whole = lines[line - 1].encode()
    lines[line - 1] = whole[:column].decode() + added + whole[column:].decode()
    return "".join(lines)


def edit_toctree(conf: Path, folder: str) -> Edit:
    """Return the change of the first toctree of the project's first document. Raises :exc:`CannotEdit`."""
    assigned = _assigned(ast.parse(conf.read_text("utf-8")))
    given = assigned.get("root_doc", assigned.get("master_doc"))
    name = given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else "index"
    path = next((p for suffix in (".md", ".rst") if (p := conf.parent / f"{name}{suffix}").is_file()), None)
    if path is None:
        raise CannotEdit(f"there is no {conf.parent / name}.md or .rst; add {folder}/index to a toctree yourself")
    before = path.read_text("utf-8")
    whole = before if before.endswith("\n") else f"{before}\n"
    entry = f"{folder}/index"
    if re.search(rf"^\s*(?:.*<)?/?{re.escape(entry)}>?\s*$", before, re.MULTILINE):
        return Edit(path, before, before)
    return Edit(path, before, (_in_markdown if path.suffix == ".md" else _in_rst)(whole, entry))


_MARKDOWN = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{toctree\}[^\n]*\n(?P<body>.*?)^(?P=fence)\s*$", re.MULTILINE | re.DOTALL
)
_RST = re.compile(
    r"^(?P<indent>[ \t]*)\.\. toctree::[^\n]*\n(?P<body>(?:(?P=indent)[ \t]+\S[^\n]*\n|[ \t]*\n)*)", re.MULTILINE
)


def _in_markdown(text: str, entry: str) -> str:
    found = _MARKDOWN.search(text)
    if found is None:
        return text.rstrip("\n") + f"\n\n```{{toctree}}\n{entry}\n```\n"
    return text[: found.end("body")] + f"{entry}\n" + text[found.end("body") :]


def _in_rst(text: str, entry: str) -> str:
    found = _RST.search(text)
    if found is None:
        return text.rstrip("\n") + f"\n\n.. toctree::\n\n   {entry}\n"
    lines = found["body"].rstrip("\n").splitlines()
    # The options of the directive are directly below it, followed by a blank line and the entries.
    has_entries = any(not line.strip().startswith(":") for line in lines if line.strip())
    indents = [line[: len(line) - len(line.lstrip())] for line in lines if line.strip()]
    indent = indents[-1] if indents else f"{found['indent']}   "
    added = [*lines, *([] if has_entries else [""]), f"{indent}{entry}", ""]
    return text[: found.start("body")] + "\n".join(added) + text[found.end("body") - _blank(found["body"]) :]


def _blank(body: str) -> int:
    """Return how many characters the blank lines at the end of *body* have."""
    return len(body) - len(body.rstrip("\n")) - 1 if body.strip() else len(body)
