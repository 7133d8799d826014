"""An apiary with Django Ninja."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import NinjaAPI, Path, Schema
from ninja.operation import Operation
from pydantic import Field


class Apiary(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


class Hive(Schema):
    name: str = Field(description="What the keepers call it.", examples=["Rose bed"])
    frames: int = Field(10, ge=1, le=20)


api = Apiary(
    title="Apiary",
    version="1.0.0",
    openapi_extra={"tags": [{"name": "hives", "description": "A hive is a box with one colony of bees."}]},
)


@api.get("/hives", response=list[Hive], tags=["hives"], summary="List all hives")
def list_hives(request: HttpRequest) -> list[Hive]:
    return [Hive(name="Rose bed")]


@api.put("/hives/{name}", response=Hive, tags=["hives"], summary="Replace a hive")
def replace_hive(request: HttpRequest, hive: Hive, name: str = Path(description="The name of the hive.")) -> Hive:
    """Move the colony into another box."""
    return hive
