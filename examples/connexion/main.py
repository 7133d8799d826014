"""An apiary with Connexion."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from connexion import AsyncApp

ARGUMENTS = {"server": "https://apiary.example/v1"}


async def list_hives() -> list[dict[str, Any]]:
    return [{"name": "Rose bed", "frames": 10}]


async def replace_hive(name: str, body: dict[str, Any]) -> dict[str, Any]:
    return body


app = AsyncApp(__name__, specification_dir=str(Path(__file__).parent))
app.add_api("openapi.yaml", arguments=ARGUMENTS)
