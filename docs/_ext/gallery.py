"""Builds the sites of the gallery, each with a theme of its own, into the folder ``gallery/live`` of this site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def build_sites(app: Sphinx, exception: Exception | None) -> None:
    """Build each folder of ``gallery/sites`` that has a ``conf.py``."""
    if exception or app.builder.name != "html":
        return
    for conf in sorted(Path(app.srcdir, "gallery/sites").glob("*/conf.py")):
        name = conf.parent.name
        command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", "html"]
        command += [
            "-d",
            str(app.doctreedir / ".live" / name),
            str(conf.parent),
            str(app.outdir / "gallery/live" / name),
        ]
        if subprocess.run(command, check=False).returncode:
            raise ExtensionError(f"the site {name!r} of the gallery cannot be built")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Build the sites when this site is built."""
    app.connect("build-finished", build_sites)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
