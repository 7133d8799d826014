"""An apiary with Litestar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from litestar import Litestar, Router, get, put
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Tag
from litestar.params import Parameter


@dataclass
class Hive:
    name: str
    """What the keepers call it."""
    frames: int = field(default=10)


@get("/", operation_id="list_hives", summary="List all hives")
async def list_hives() -> list[Hive]:
    return [Hive("Rose bed")]


@put("/{name:str}", operation_id="replace_hive", summary="Replace a hive")
async def replace_hive(name: Annotated[str, Parameter(description="The name of the hive.")], data: Hive) -> Hive:
    """Move the colony into another box."""
    return data


app = Litestar(
    [Router("/hives", route_handlers=[list_hives, replace_hive], tags=["hives"])],
    openapi_config=OpenAPIConfig(
        title="Apiary",
        version="1.0.0",
        tags=[Tag("hives", "A hive is a box with one colony of bees.")],
    ),
)
