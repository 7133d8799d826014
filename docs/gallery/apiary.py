"""The service behind the reference of the Apiary: a FastAPI application, from which its OpenAPI document comes.

``python docs/gallery/apiary.py`` writes the document to ``apiary.json`` beside this file.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Annotated, Generic, Literal, TypeVar

from fastapi import APIRouter, FastAPI, Header, Path, Query, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel, Field

Item = TypeVar("Item")

login = OAuth2PasswordBearer(
    "token", scopes={"hives:read": "See hives and inspections.", "hives:write": "Change hives and inspections."}
)
Reader = Annotated[str, Security(login, scopes=["hives:read"])]
Writer = Annotated[str, Security(login, scopes=["hives:write"])]
HiveId = Annotated[int, Path(ge=1, description="The number on the hive's roof.")]


class Temper(StrEnum):
    """How the colony behaves when the hive is open."""

    calm = "calm"
    nervous = "nervous"
    stinging = "stinging"


class NewHive(BaseModel):
    name: str = Field(max_length=40, description="What the keepers call the hive.", examples=["Rose bed"])
    frames: int = Field(10, ge=1, le=20, description="How many frames the box holds.")
    placed_on: date = Field(description="The day on which the hive was placed.", examples=["2031-04-12"])


class Hive(NewHive):
    id: int = Field(ge=1, description="The number on the roof.", examples=[7])
    queen: Queen | None = Field(None, description="`null` while the colony has no queen.")


class Queen(BaseModel):
    marked: Literal["white", "yellow", "red", "green", "blue"] = Field(
        description="The colour of her mark, which stands for the year in which she hatched."
    )
    hatched_in: int = Field(ge=2000, examples=[2031])


class Swarm(BaseModel):
    """The colony has left, or is about to."""

    kind: Literal["swarm"]
    cells: int = Field(ge=0, description="How many queen cells there are.", examples=[4])


class Disease(BaseModel):
    """Something is wrong with the brood or the bees."""

    kind: Literal["disease"]
    name: str = Field(examples=["varroa"])
    mites_per_day: float | None = Field(None, ge=0, description="How many mites fall in a day.", examples=[3.5])


class Inspection(BaseModel):
    at: datetime = Field(examples=["2031-05-02T10:30:00Z"])
    temper: Temper = Temper.calm
    findings: list[Annotated[Swarm | Disease, Field(discriminator="kind")]] = Field(
        [], description="What the keeper found. Empty if all is well."
    )


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    total: int = Field(ge=0, description="How many there are on all pages.", examples=[12])


class Problem(BaseModel):
    detail: str = Field(examples=["There is no hive 7."])


def short_id(route: APIRoute) -> str:
    """Return the name of the function, which makes a short address."""
    return route.name


MISSING = {404: {"model": Problem, "description": "There is no such hive."}}
hives = APIRouter(prefix="/hives", tags=["hives"])
inspections = APIRouter(prefix="/hives/{hive_id}/inspections", tags=["inspections"], responses=MISSING)


@hives.get("")
def list_hives(
    user: Reader,
    name: Annotated[str | None, Query(description="Only hives whose name contains this text.")] = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page[Hive]:
    """Lists the hives in the order of their numbers."""


@hives.post("", status_code=201)
def create_hive(
    user: Writer,
    hive: NewHive,
    idempotency_key: Annotated[str | None, Header(description="Repeat a request safely with the same key.")] = None,
) -> Hive:
    """Places a new hive. Its number is the first that is free."""


@hives.get("/{hive_id}", responses=MISSING)
def get_hive(user: Reader, hive_id: HiveId) -> Hive:
    """Returns one hive with its queen."""


@hives.put("/{hive_id}", responses=MISSING)
def replace_hive(user: Writer, hive_id: HiveId, hive: NewHive) -> Hive:
    """Replaces name, frames and date. The queen stays."""


@hives.delete("/{hive_id}", status_code=204, responses=MISSING)
def remove_hive(user: Writer, hive_id: HiveId) -> Response:
    """Removes the hive, but keeps its inspections for the yearly report."""


@hives.get("/{hive_id}/weight.csv", response_class=Response, deprecated=True, responses=MISSING)
def export_weight(user: Reader, hive_id: HiveId) -> Response:
    """Returns the readings of the scale as CSV. Use the inspections instead."""


@inspections.get("")
def list_inspections(
    user: Reader,
    hive_id: HiveId,
    temper: Annotated[list[Temper] | None, Query(description="Only inspections with one of these tempers.")] = None,
) -> Page[Inspection]:
    """Lists the inspections of a hive, the latest first."""


@inspections.post("", status_code=201)
def record_inspection(user: Writer, hive_id: HiveId, inspection: Inspection) -> Inspection:
    """Records what a keeper saw."""


app = FastAPI(
    title="Apiary",
    version="1.2.0",
    summary="Hives, queens and inspections",
    description="Keeps the books of an apiary: which hives there are, and what keepers saw in them.",
    generate_unique_id_function=short_id,
    openapi_tags=[
        {"name": "hives", "description": "A hive is a box with one colony of bees."},
        {"name": "inspections", "description": "What a keeper saw when a hive was open."},
    ],
)
app.include_router(hives)
app.include_router(inspections)


def document() -> str:
    """Return the document as the file has it."""
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FilePath(__file__).with_suffix(".json").write_text(document(), "utf-8")
