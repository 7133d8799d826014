"""An apiary with Flask and apispec."""

from __future__ import annotations

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec_webframeworks.flask import FlaskPlugin
from flask import Flask, Response, jsonify, request
from marshmallow import Schema, fields

app = Flask(__name__)


class HiveSchema(Schema):
    name = fields.String(required=True, metadata={"description": "What the keepers call it.", "example": "Rose bed"})
    frames = fields.Integer(load_default=10)


@app.get("/hives")
def list_hives() -> Response:
    """List all hives.
    ---
    get:
      operationId: list_hives
      summary: List all hives
      tags: [hives]
      responses:
        200:
          description: The hives.
          content:
            application/json:
              schema: {type: array, items: HiveSchema}
    """
    return jsonify([{"name": "Rose bed", "frames": 10}])


@app.put("/hives/<name>")
def replace_hive(name: str) -> Response:
    """Replace a hive.
    ---
    put:
      operationId: replace_hive
      summary: Replace a hive
      description: Move the colony into another box.
      tags: [hives]
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema: HiveSchema
      responses:
        200:
          description: The hive.
          content:
            application/json:
              schema: HiveSchema
    """
    return jsonify(HiveSchema().load(request.get_json()))


def document() -> dict[str, Any]:
    spec = APISpec("Apiary", "1.0.0", "3.1.0", plugins=[FlaskPlugin(), MarshmallowPlugin()])
    spec.tag({"name": "hives", "description": "A hive is a box with one colony of bees."})
    with app.test_request_context():
        for name, view in app.view_functions.items():
            if name != "static":
                spec.path(view=view)
    return spec.to_dict()
