"""An apiary with FastAPI."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import APIRouter, FastAPI, Path
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

Item = TypeVar("Item")


class Hive(BaseModel):
    name: str = Field(description="What the keepers call it.", examples=["Rose bed"])
    frames: int = Field(10, ge=1, le=20)


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    total: int = Field(description="How many there are on all pages.")


def short_id(route: APIRoute) -> str:
    return route.name


app = FastAPI(
    title="Apiary",
    version="1.0.0",
    generate_unique_id_function=short_id,
    openapi_tags=[{"name": "hives", "description": "A hive is a box with one colony of bees."}],
)
hives = APIRouter(prefix="/hives", tags=["hives"])


@hives.get("/")
def list_hives() -> Page[Hive]:
    """List all hives"""
    return Page(items=[Hive(name="Rose bed")], total=1)


@hives.put("/{name}")
def replace_hive(name: Annotated[str, Path(description="The name of the hive.")], hive: Hive) -> Hive:
    """Move the colony into another box."""
    return hive


app.include_router(hives)
