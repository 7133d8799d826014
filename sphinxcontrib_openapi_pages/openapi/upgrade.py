"""Converts a Swagger 2.0 document to OpenAPI 3.0, so that all other modules need to know only OpenAPI 3.

It follows the differences between https://spec.openapis.org/oas/v2.0.html and
https://spec.openapis.org/oas/v3.0.3.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .enumerations import is_about_values
from .parsing.scalars import scalar_text
from .references import PointerError, fields, followed, is_reference
from .spec_tables import METHODS, PATHS, SCHEMA, V2

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON = "application/json"
HOST = "x-ms-parameterized-host"

#: Keywords of a schema that are in the Parameter Object or Header Object itself in Swagger 2.0.
_VALUE_KEYWORDS = (frozenset(SCHEMA) | {"default", "exclusiveMinimum", "exclusiveMaximum"}) - {
    "description", "required", "deprecated", "externalDocs",
}  # fmt: skip

STYLES: dict[str, dict[str, Any]] = {
    "csv": {"style": "form", "explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "multi": {"style": "form", "explode": True},
}

FLOWS = {"application": "clientCredentials", "accessCode": "authorizationCode"}


def is_value_keyword(key: str) -> bool:
    """Return whether Swagger 2.0 has the schema keyword *key* in Parameter and Header Objects themselves."""
    return key in _VALUE_KEYWORDS or is_about_values(key)


def upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """Return the bundled Swagger 2.0 *document* as an OpenAPI 3.0 document."""
    return _Upgrade(document).document()


class _Upgrade:
    def __init__(self, old: dict[str, Any]) -> None:
        self.old = old

    def document(self) -> dict[str, Any]:
        old = self.old
        kept = ("info", "externalDocs", "tags", "security")
        extensions = [key for key in old if key.startswith("x-") and key not in (*PATHS, HOST)]
        new: dict[str, Any] = {"openapi": "3.0.3", **{key: old[key] for key in (*kept, *extensions) if key in old}}
        new["servers"] = self.servers()
        new["paths"] = {}
        for section in PATHS:
            if section in old:
                new[section] = {
                    path: self.path_item(item) if section == "x-webhooks" or not path.startswith("x-") else item
                    for path, item in old[section].items()
                }
        shared = old.get("parameters", {})
        components = {
            "schemas": {name: self.schema(schema) for name, schema in old.get("definitions", {}).items()},
            "responses": {
                name: self.response(response, old.get("produces", []))
                for name, response in old.get("responses", {}).items()
            },
            "parameters": {
                name: self.parameter(parameter) for name, parameter in shared.items() if not self.is_body(parameter)
            },
            "requestBodies": {
                name: self.body(parameter, old.get("consumes", []))
                for name, parameter in shared.items()
                if parameter.get("in") == "body"
            },
            "securitySchemes": {
                name: security_scheme(scheme) for name, scheme in old.get("securityDefinitions", {}).items()
            },
        }
        new["components"] = {section: values for section, values in components.items() if values}
        return new

    def servers(self) -> list[dict[str, Any]]:
        host = self.old.get(HOST)
        return servers(self.old) if host is None else self.parameterized_servers(host)

    def parameterized_servers(self, host: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the Server Objects for *host*, the value of ``x-ms-parameterized-host``, which may have variables."""
        template = host.get("hostTemplate", "")
        has_scheme = not host.get("useSchemePrefix", True)
        found = servers({**self.old, "host": template}) if not has_scheme else [{"url": template + self.base_path}]
        variables = {}
        for parameter in map(self.target, host.get("parameters", [])):
            name = parameter.get("name", "")
            if f"{{{name}}}" in template:
                variables[name] = _server_variable(parameter)
        return [{**server, "variables": variables} for server in found] if variables else found

    @property
    def base_path(self) -> str:
        base = str(self.old.get("basePath", "/"))
        return "" if base == "/" else base

    def path_item(self, item: dict[str, Any]) -> dict[str, Any]:
        shared = [self.target(parameter) for parameter in item.get("parameters", [])]
        bodies = [parameter for parameter in shared if self.is_body(parameter)]
        new: dict[str, Any] = {}
        for key, value in item.items():
            if key in METHODS:
                new[key] = self.operation(value, bodies)
            elif key == "parameters":
                new[key] = self.parameters(value)
            else:
                new[key] = value
        return new

    def operation(self, old: dict[str, Any], shared_bodies: list[dict[str, Any]]) -> dict[str, Any]:
        own = [self.target(parameter) for parameter in old.get("parameters", [])]
        bodies = [parameter for parameter in own if self.is_body(parameter)] or shared_bodies
        gone = {"consumes", "produces", "schemes", "parameters", "responses"}
        new = {key: value for key, value in old.items() if key not in gone}
        if parameters := self.parameters(old.get("parameters", [])):
            new["parameters"] = parameters
        if bodies:
            new["requestBody"] = self.request_body(bodies, old.get("consumes", self.old.get("consumes", [])))
        produces = old.get("produces", self.old.get("produces", []))
        new["responses"] = {
            status: self.response(response, produces) if not status.startswith("x-") else response
            for status, response in old.get("responses", {}).items()
        }
        return new

    def target(self, value: dict[str, Any]) -> dict[str, Any]:
        """Return *value*, or the parameter to which it refers."""
        while is_reference(value):
            try:
                value = followed(self.old, value["$ref"])
            except PointerError:
                return {}
        return value

    @staticmethod
    def is_body(parameter: dict[str, Any]) -> bool:
        return parameter.get("in") in ("body", "formData")

    def parameters(self, old: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [self.parameter(parameter) for parameter in old if not self.is_body(self.target(parameter))]

    def parameter(self, old: dict[str, Any]) -> dict[str, Any]:
        if is_reference(old):
            return self.renamed(old)
        new = {key: value for key, value in old.items() if not is_value_keyword(key) and key != "collectionFormat"}
        new["schema"] = self.schema({key: value for key, value in old.items() if is_value_keyword(key)})
        if "x-example" in old:
            new["example"] = old["x-example"]
        if old.get("type") == "array":
            style = STYLES.get(old.get("collectionFormat", "csv"), {})
            new |= style if old.get("in") == "query" else {}
        return new

    def request_body(self, bodies: list[dict[str, Any]], consumes: list[str]) -> dict[str, Any]:
        body = next((parameter for parameter in bodies if parameter.get("in") == "body"), None)
        return self.body(body, consumes) if body is not None else self.form(bodies, consumes)

    def body(self, old: dict[str, Any], consumes: list[str]) -> dict[str, Any]:
        gone = {"name", "in", "schema"}
        new = {key: value for key, value in old.items() if key not in gone}
        example = {"example": old["x-example"]} if "x-example" in old else {}
        content = {"schema": self.schema(old.get("schema", {})), **example}
        new["content"] = dict.fromkeys(consumes or [JSON], content)
        return new

    def form(self, old: list[dict[str, Any]], consumes: list[str]) -> dict[str, Any]:
        has_file = any(parameter.get("type") == "file" for parameter in old)
        media = [name for name in consumes if name in (FORM, MULTIPART)] or [MULTIPART if has_file else FORM]
        properties, encoding = {}, {}
        for parameter in old:
            schema = self.schema({key: value for key, value in parameter.items() if is_value_keyword(key)})
            names = {"description": "description", "x-example": "example"}
            schema |= {name: parameter[key] for key, name in names.items() if key in parameter}
            properties[parameter.get("name", "")] = schema
            style = STYLES.get(parameter.get("collectionFormat", "csv"))
            if parameter.get("type") == "array" and style is not None and not style["explode"]:
                encoding[parameter.get("name", "")] = style
        schema = {"type": "object", "properties": properties}
        required = [parameter.get("name", "") for parameter in old if parameter.get("required")]
        if required:
            schema["required"] = required
        content = {"schema": schema, **({"encoding": encoding} if encoding else {})}
        return {"content": dict.fromkeys(media, content), **({"required": True} if required else {})}

    def response(self, old: dict[str, Any], produces: list[str]) -> dict[str, Any]:
        if is_reference(old):
            return self.renamed(old)
        new = {key: value for key, value in old.items() if key not in ("schema", "headers", "examples")}
        if "headers" in old:
            new["headers"] = {name: self.parameter(header) for name, header in old["headers"].items()}
        examples = old.get("examples", {})
        if "schema" in old:
            schema = self.schema(old["schema"])
            new["content"] = {media: {"schema": schema} for media in dict.fromkeys([*(produces or [JSON]), *examples])}
        elif examples:
            new["content"] = {media: {} for media in examples}
        for media, example in examples.items():
            new["content"][media] = {**new["content"][media], "example": example}
        return new

    def schema(self, old: Any) -> Any:
        """Return the schema *old* with references, files, nulls and discriminators as OpenAPI 3.0 writes them."""
        holder: list[Any] = [old]
        todo: list[tuple[Any, Any, Any]] = [(holder, 0, "Schema")]
        while todo:  # schemas may be nested deeply
            parent, key, shape = todo.pop()
            value = parent[key]
            if isinstance(value, list) and isinstance(shape, list):
                parent[key] = list(value)
            elif isinstance(value, dict):
                parent[key] = self.own_words(value) if shape == "Schema" else dict(value)
            else:
                continue
            todo += [
                (parent[key], inner, kind)
                for inner, _, kind in fields(parent[key], shape, V2)
                if kind in ("Schema", ["Schema"], {"*": "Schema"})
            ]
        return holder[0]

    def own_words(self, old: dict[str, Any]) -> dict[str, Any]:
        """Return the schema *old* as OpenAPI 3.0 writes it, without changes to the schemas in it."""
        new = self.renamed(old) if is_reference(old) else dict(old)
        if new.get("type") == "file":
            new |= {"type": "string", "format": "binary"}
        if new.get("x-deprecated") is True:
            new["deprecated"] = True
        if "x-nullable" in new:
            new["nullable"] = new.pop("x-nullable")
        if isinstance(new.get("discriminator"), str):
            new["discriminator"] = {"propertyName": new["discriminator"]}
        return new

    def renamed(self, old: dict[str, Any]) -> dict[str, Any]:
        """Return the reference *old* with the pointer that its target has in OpenAPI 3.0."""
        moved = {"definitions": "schemas", "parameters": "parameters", "responses": "responses"}
        _, section, *rest = old["$ref"].split("/")
        if section not in moved:
            return dict(old)
        return {**old, "$ref": "/".join(["#/components", moved[section], *rest])}


def servers(old: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the Server Objects for ``host``, ``basePath`` and ``schemes`` of a document."""
    base = old.get("basePath", "/")
    host = old.get("host")
    if not host:
        return [{"url": base}] if base != "/" else []
    suffix = "" if base == "/" else base
    return [{"url": f"{scheme}://{host}{suffix}"} for scheme in sorted(old.get("schemes") or ["https"], reverse=True)]


def _server_variable(parameter: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Server Variable Object for *parameter*, a variable in the host."""
    name, values = parameter.get("name", ""), [scalar_text(value) for value in parameter.get("enum", [])]
    default = scalar_text(parameter["default"]) if "default" in parameter else next(iter(values), name)
    variable: dict[str, Any] = {"default": default}
    if values:
        variable["enum"] = values
    if "description" in parameter:
        variable["description"] = parameter["description"]
    return variable


def security_scheme(old: dict[str, Any]) -> dict[str, Any]:
    """Return the Security Scheme Object *old* of 2.0 as OpenAPI 3.0 writes it."""
    if old.get("type") == "basic":
        return {**old, "type": "http", "scheme": "basic"}
    if old.get("type") != "oauth2" or "flows" in old:
        return old
    flow_keys = ("authorizationUrl", "tokenUrl", "scopes")
    flow = {"scopes": {}, **{key: old[key] for key in flow_keys if key in old}}
    new = {key: value for key, value in old.items() if key not in (*flow_keys, "flow")}
    return {**new, "flows": {FLOWS.get(old.get("flow", ""), old.get("flow", "implicit")): flow}}
