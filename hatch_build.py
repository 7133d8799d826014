"""Metadata that depends on where the repository is: the README as the package index shows it, and links to the project.

The package index shows the README away from the repository, so relative links would lead nowhere there. Where a release
is built by GitHub Actions, the address of the repository is known, and links become absolute. Elsewhere they become
plain text, and pictures are left out.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

PICTURE = re.compile(r"<picture>.*?</picture>\n*", re.DOTALL)
SOURCE = re.compile(r'(?<=srcset=")(?!https?:)|(?<=src=")(?!https?:)')
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)]+)\)")


class LinkHook(MetadataHookInterface):
    """Fills in ``readme`` and ``urls``, which ``pyproject.toml`` declares as dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        repository = _repository()
        tag = f"v{metadata['version']}"
        text = Path(self.root, "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": readme(text, repository, tag)}
        metadata["urls"] = urls(repository)


def readme(text: str, repository: str, tag: str) -> str:
    """Return the README *text* without relative links: to *tag* of the *repository*, if its address is known."""
    if not repository:
        return LINK.sub(r"\1", PICTURE.sub("", text))
    text = SOURCE.sub(f"{repository}/raw/{tag}/", text)
    return LINK.sub(rf"[\1]({repository}/blob/{tag}/\2)", text)


def urls(repository: str) -> dict[str, str]:
    """Return the links that the package index shows beside the README."""
    if not repository:
        return {}
    return {
        "Source": repository,
        "Issues": f"{repository}/issues",
        "Changelog": f"{repository}/blob/main/CHANGELOG.md",
    }


def _repository() -> str:
    server, name = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_REPOSITORY", "")
    return f"{server}/{name}" if server and name else ""
