"""An apiary with APIFlask."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint, APIFlask, Schema
from apiflask.fields import Integer, String

app = APIFlask(__name__, title="Apiary", version="1.0.0")
app.config["AUTO_OPERATION_ID"] = True
hives = APIBlueprint("hives", __name__, url_prefix="/hives", tag={"name": "hives", "description": "Boxes with bees."})


class Hive(Schema):
    name = String(required=True, metadata={"description": "What the keepers call it.", "example": "Rose bed"})
    frames = Integer(load_default=10)


@hives.get("/")
@hives.doc(operation_id="list_hives")
@hives.output(Hive(many=True), schema_name="Hive")
def list_hives() -> list[dict[str, Any]]:
    """List all hives"""
    return [{"name": "Rose bed", "frames": 10}]


@hives.put("/<name>")
@hives.doc(operation_id="replace_hive")
@hives.input(Hive)
@hives.output(Hive)
def replace_hive(name: str, json_data: dict[str, Any]) -> dict[str, Any]:
    """Replace a hive

    Move the colony into another box.
    """
    return json_data


app.register_blueprint(hives)


def document() -> dict[str, Any]:
    with app.test_request_context():
        return app.spec
