"""The command ``openapi-pages``: builds a site, shows a preview, or adds the extension to a project."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sphinx.cmd.build import main as sphinx_build

from .first_lines import CannotEdit, Edit, edit_conf, edit_toctree, find_conf, find_document
from .whole_site import CannotRead, Project, is_site, other_files, watched_folder

HOST = "127.0.0.1"

_SPEC = click.argument("spec")
_THEME = click.option("--theme", default="", help="Theme of the site. [default: furo, if installed, or alabaster]")
_TITLE = click.option("--title", default="", help="Title of the site. [default: title of the spec]")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sphinxcontrib-openapi-pages")
def main() -> None:
    """Build the pages of an OpenAPI document.

    SPEC is a path, a URL, or a Python object such as main:app.openapi, which is imported from the working folder.
    """


@main.command()
@_SPEC
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_THEME
@_TITLE
def build(spec: str, folder: Path, theme: str, title: str) -> None:
    """Make a whole site from SPEC in FOLDER, without a project."""
    if folder.is_dir() and any(folder.iterdir()) and not is_site(folder):
        raise click.ClickException(f"{folder} contains files that do not belong to a site; choose another folder")
    with _project(spec, theme, title) as project:
        status = sphinx_build(["-b", "html", "-d", str(project.doctrees), str(project.source), str(folder)])
    if status:
        raise SystemExit(status)
    click.echo(f"\nThe site is in {folder}. Open {folder / 'index.html'} in a browser.")


@main.command()
@_SPEC
@click.option("--port", default=8000, show_default=True, help="Port of the server; 0 for any free port.")
@click.option("--open", "opens", is_flag=True, help="Open the site in the browser.")
@_THEME
@_TITLE
def preview(spec: str, port: int, opens: bool, theme: str, title: str) -> None:
    """Show the site of SPEC on this machine, and again after each change of SPEC."""
    try:
        from sphinx_autobuild.__main__ import main as autobuild
    except ImportError as error:
        advice = "install it with: pip install 'sphinxcontrib-openapi-pages[preview]'"
        raise click.ClickException(f"sphinx-autobuild is missing; {advice}") from error
    with _project(spec, theme, title) as project:
        arguments = ["--host", HOST, "--port", str(port), *(["--open-browser"] if opens else [])]
        watched = watched_folder(spec)
        if watched is None:
            click.echo(f"{spec} is not watched; start the preview again to see its changes.")
        else:
            arguments += ["--watch", str(watched), "--re-ignore", other_files(spec)]
        places = ["-d", str(project.doctrees), str(project.source), str(project.output)]
        autobuild([*arguments, *places])


@main.command()
@click.argument("spec", required=False)
@click.option("--docs", type=click.Path(path_type=Path, exists=True), help="Folder of conf.py. [default: searched for]")
@click.option("--folder", default="api", show_default=True, help="Folder of the pages in the documentation.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def init(spec: str | None, docs: Path | None, folder: str, yes: bool) -> None:
    """Write the lines for SPEC into the conf.py and the toctree of a project, and show them before."""
    try:
        conf = find_conf(docs)
        edits = [edit_conf(conf, spec or find_document(conf), folder), edit_toctree(conf, folder)]
    except CannotEdit as error:
        raise click.ClickException(str(error)) from error
    changed = [edit for edit in edits if edit.is_change]
    if not changed:
        click.echo(f"{conf} already has these pages; nothing was written.")
        return
    for edit in changed:
        _show(edit)
    if not yes:
        click.confirm("Write these lines?", abort=True)
    for edit in changed:
        edit.write()
    click.echo(f"Written. Build the documentation as before; the pages are at {folder}/index.")


@contextmanager
def _project(spec: str, theme: str, title: str) -> Iterator[Project]:
    """Yield a project of *spec* in a folder that is removed afterwards."""
    sys.path.insert(0, str(Path.cwd()))
    with tempfile.TemporaryDirectory(prefix="openapi-pages-") as folder:
        try:
            yield Project.make(Path(folder), spec, theme, title)
        except CannotRead as error:
            raise click.ClickException(str(error)) from error


_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def _show(edit: Edit) -> None:
    for line in edit.difference():
        click.secho(line, fg=_COLOURS.get(line[:1]))
    click.echo()
