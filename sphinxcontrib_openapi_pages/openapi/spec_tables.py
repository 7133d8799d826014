"""Tables of the objects of the OpenAPI Specification, with the shape of the value of each field.

A shape is the name of another object of the table, ``[x]`` for a list of x, ``{"*": x}`` for a map from any name
to x, or a member of :class:`Leaf`. The tables leave out fields whose shape does not matter to the pages; documents
keep such fields as they are.

The tables follow https://spec.openapis.org/oas/v3.2.0.html (3.0 and 3.1 are subsets of it
for this purpose) and https://spec.openapis.org/oas/v2.0.html.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeAlias


class Leaf(Enum):
    """Values that are not objects of the specification. The text is the one that warnings use."""

    TEXT = "a text"
    FLAG = "true or false"
    NUMBER = "a number"
    TYPES = "a type name or a list of type names"
    SCHEMA_NAME = "the name of a schema or a reference to one"
    OPERATION = "a reference to an operation"
    ANY = "any value"


Shape: TypeAlias = "Leaf | str | list[Any] | dict[str, Any]"
Table: TypeAlias = "dict[str, dict[str, Shape]]"

TEXT, FLAG, NUMBER, TYPES, SCHEMA_NAME, OPERATION_REF, ANY = Leaf

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fixed methods of a Path Item Object (``query`` since 3.2)."""

PATHS = ("paths", "x-ms-paths", "webhooks", "x-webhooks")
"""The fields of the OpenAPI Object with Path Item Objects. Paths in ``x-ms-paths`` may have a query."""

#: Maps whose keys the author chooses, but whose ``x-`` keys are extensions.
EXTENSIBLE_MAPS = frozenset({"Paths", "Callback", "Responses"})

SCHEMA: dict[str, Shape] = {
    "title": TEXT,
    "description": TEXT,
    "type": TYPES,
    "format": TEXT,
    "pattern": TEXT,
    "enum": [ANY],
    "example": ANY,
    "examples": ANY,
    "required": [TEXT],
    "deprecated": FLAG,
    "readOnly": FLAG,
    "writeOnly": FLAG,
    "nullable": FLAG,
    "x-nullable": FLAG,
    "uniqueItems": FLAG,
    "multipleOf": NUMBER,
    "minimum": NUMBER,
    "maximum": NUMBER,
    "minLength": NUMBER,
    "maxLength": NUMBER,
    "minItems": NUMBER,
    "maxItems": NUMBER,
    "minProperties": NUMBER,
    "maxProperties": NUMBER,
    "contentMediaType": TEXT,
    "contentEncoding": TEXT,
    "properties": {"*": "Schema"},
    "patternProperties": {"*": "Schema"},
    "dependentSchemas": {"*": "Schema"},
    "$defs": {"*": "Schema"},
    "additionalProperties": "Schema",
    "unevaluatedProperties": "Schema",
    "unevaluatedItems": "Schema",
    "propertyNames": "Schema",
    "items": "Schema",
    "contains": "Schema",
    "prefixItems": ["Schema"],
    "allOf": ["Schema"],
    "oneOf": ["Schema"],
    "anyOf": ["Schema"],
    "not": "Schema",
    "if": "Schema",
    "then": "Schema",
    "else": "Schema",
    "contentSchema": "Schema",
    "externalDocs": "ExternalDocs",
}

#: Keywords that only annotate. A component with ``$ref`` and such keywords may give its name to the target.
ANNOTATIONS = frozenset(
    {"title", "summary", "description", "deprecated", "example", "examples", "default", "externalDocs", "nullable"}
    | {"readOnly", "writeOnly"}
)

COMMON: Table = {
    "Info": {
        "title": TEXT,
        "summary": TEXT,
        "description": TEXT,
        "termsOfService": TEXT,
        "version": TEXT,
        "contact": "Contact",
        "license": "License",
    },
    "Contact": {"name": TEXT, "url": TEXT, "email": TEXT},
    "License": {"name": TEXT, "url": TEXT, "identifier": TEXT},
    "ExternalDocs": {"description": TEXT, "url": TEXT},
    "Tag": {
        "name": TEXT,
        "summary": TEXT,
        "description": TEXT,
        "parent": TEXT,
        "kind": TEXT,
        "x-displayName": TEXT,
        "x-traitTag": FLAG,
        "externalDocs": "ExternalDocs",
    },
    "TagGroup": {"name": TEXT, "tags": [TEXT]},
    "CodeSample": {"lang": TEXT, "label": TEXT, "source": TEXT},
    "Paths": {"*": "PathItem"},
    "Responses": {"*": "Response"},
    "SecurityRequirement": {"*": [TEXT]},
}

OPERATION: dict[str, Shape] = {
    "tags": [TEXT],
    "summary": TEXT,
    "description": TEXT,
    "externalDocs": "ExternalDocs",
    "operationId": TEXT,
    "deprecated": FLAG,
    "x-internal": FLAG,
    "parameters": ["Parameter"],
    "responses": "Responses",
    "security": ["SecurityRequirement"],
    "x-codeSamples": ["CodeSample"],
}

V3: Table = {
    **COMMON,
    "OpenAPI": {
        "openapi": TEXT,
        "$self": TEXT,
        "info": "Info",
        "servers": ["Server"],
        "paths": "Paths",
        "x-ms-paths": "Paths",
        "webhooks": {"*": "PathItem"},
        "x-webhooks": {"*": "PathItem"},
        "components": "Components",
        "security": ["SecurityRequirement"],
        "tags": ["Tag"],
        "x-tagGroups": ["TagGroup"],
        "externalDocs": "ExternalDocs",
    },
    "Components": {
        "schemas": {"*": "Schema"},
        "responses": {"*": "Response"},
        "parameters": {"*": "Parameter"},
        "example": ANY,
        "examples": {"*": "Example"},
        "requestBodies": {"*": "RequestBody"},
        "headers": {"*": "Header"},
        "securitySchemes": {"*": "SecurityScheme"},
        "links": {"*": "Link"},
        "callbacks": {"*": "Callback"},
        "pathItems": {"*": "PathItem"},
        "mediaTypes": {"*": "MediaType"},
    },
    "Server": {"url": TEXT, "name": TEXT, "description": TEXT, "variables": {"*": "ServerVariable"}},
    "ServerVariable": {"enum": [TEXT], "default": TEXT, "description": TEXT},
    "PathItem": {
        "summary": TEXT,
        "description": TEXT,
        "servers": ["Server"],
        "parameters": ["Parameter"],
        "x-internal": FLAG,
        "additionalOperations": {"*": "Operation"},
        **dict.fromkeys(METHODS, "Operation"),
    },
    "Operation": {
        **OPERATION,
        "requestBody": "RequestBody",
        "callbacks": {"*": "Callback"},
        "servers": ["Server"],
    },
    "Parameter": {
        "name": TEXT,
        "in": TEXT,
        "description": TEXT,
        "required": FLAG,
        "deprecated": FLAG,
        "allowEmptyValue": FLAG,
        "allowReserved": FLAG,
        "style": TEXT,
        "explode": FLAG,
        "schema": "Schema",
        "example": ANY,
        "examples": {"*": "Example"},
        "content": {"*": "MediaType"},
    },
    "Header": {
        "description": TEXT,
        "required": FLAG,
        "deprecated": FLAG,
        "style": TEXT,
        "explode": FLAG,
        "schema": "Schema",
        "example": ANY,
        "examples": {"*": "Example"},
        "content": {"*": "MediaType"},
    },
    "RequestBody": {"description": TEXT, "required": FLAG, "content": {"*": "MediaType"}},
    "MediaType": {
        "schema": "Schema",
        "itemSchema": "Schema",
        "example": ANY,
        "examples": {"*": "Example"},
        "encoding": {"*": "Encoding"},
        "prefixEncoding": ["Encoding"],
        "itemEncoding": "Encoding",
    },
    "Encoding": {
        "contentType": TEXT,
        "style": TEXT,
        "explode": FLAG,
        "allowReserved": FLAG,
        "headers": {"*": "Header"},
        "encoding": {"*": "Encoding"},
        "prefixEncoding": ["Encoding"],
        "itemEncoding": "Encoding",
    },
    "Response": {
        "summary": TEXT,
        "description": TEXT,
        "headers": {"*": "Header"},
        "content": {"*": "MediaType"},
        "links": {"*": "Link"},
    },
    "Example": {
        "summary": TEXT,
        "description": TEXT,
        "value": ANY,
        "dataValue": ANY,
        "externalValue": TEXT,
        "serializedValue": TEXT,
    },
    "Link": {
        "operationRef": OPERATION_REF,
        "operationId": TEXT,
        "description": TEXT,
        "parameters": {"*": ANY},
        "server": "Server",
    },
    "Callback": {"*": "PathItem"},
    "SecurityScheme": {
        "type": TEXT,
        "description": TEXT,
        "name": TEXT,
        "in": TEXT,
        "scheme": TEXT,
        "bearerFormat": TEXT,
        "openIdConnectUrl": TEXT,
        "oauth2MetadataUrl": TEXT,
        "deprecated": FLAG,
        "flows": {"*": "OAuthFlow"},
    },
    "OAuthFlow": {
        "authorizationUrl": TEXT,
        "deviceAuthorizationUrl": TEXT,
        "tokenUrl": TEXT,
        "refreshUrl": TEXT,
        "scopes": {"*": TEXT},
    },
    "Schema": {**SCHEMA, "discriminator": "Discriminator"},
    "Discriminator": {"propertyName": TEXT, "mapping": {"*": SCHEMA_NAME}, "defaultMapping": SCHEMA_NAME},
}

#: The section of ``components`` with the shared objects of each kind.
SECTIONS_V3 = {
    "Schema": "components/schemas",
    "Response": "components/responses",
    "Parameter": "components/parameters",
    "Example": "components/examples",
    "RequestBody": "components/requestBodies",
    "Header": "components/headers",
    "SecurityScheme": "components/securitySchemes",
    "Link": "components/links",
    "Callback": "components/callbacks",
    "MediaType": "components/mediaTypes",
}

V2: Table = {
    **COMMON,
    "OpenAPI": {
        "swagger": TEXT,
        "info": "Info",
        "host": TEXT,
        "basePath": TEXT,
        "x-ms-parameterized-host": "ParameterizedHost",
        "schemes": [TEXT],
        "consumes": [TEXT],
        "produces": [TEXT],
        "paths": "Paths",
        "x-ms-paths": "Paths",
        "x-webhooks": {"*": "PathItem"},
        "definitions": {"*": "Schema"},
        "parameters": {"*": "Parameter"},
        "responses": {"*": "Response"},
        "securityDefinitions": {"*": "SecurityScheme"},
        "security": ["SecurityRequirement"],
        "tags": ["Tag"],
        "x-tagGroups": ["TagGroup"],
        "externalDocs": "ExternalDocs",
    },
    "PathItem": {
        "summary": TEXT,
        "description": TEXT,
        "parameters": ["Parameter"],
        "x-internal": FLAG,
        **dict.fromkeys(METHODS, "Operation"),
    },
    "Operation": {**OPERATION, "consumes": [TEXT], "produces": [TEXT], "schemes": [TEXT]},
    "Parameter": {
        **{name: shape for name, shape in SCHEMA.items() if name != "required"},
        "name": TEXT,
        "in": TEXT,
        "required": FLAG,
        "allowEmptyValue": FLAG,
        "collectionFormat": TEXT,
        "schema": "Schema",
    },
    "Response": {
        "description": TEXT,
        "schema": "Schema",
        "headers": {"*": "Header"},
        "examples": {"*": ANY},
    },
    "Header": {**SCHEMA, "collectionFormat": TEXT},
    "SecurityScheme": {
        "type": TEXT,
        "description": TEXT,
        "name": TEXT,
        "in": TEXT,
        "flow": TEXT,
        "authorizationUrl": TEXT,
        "tokenUrl": TEXT,
        "scopes": {"*": TEXT},
        # These fields are new in 3.0. Documents of 2.0 have them too, because 2.0 cannot describe bearer tokens.
        **{key: V3["SecurityScheme"][key] for key in ("scheme", "bearerFormat", "openIdConnectUrl", "flows")},
    },
    "OAuthFlow": V3["OAuthFlow"],
    "Schema": {**SCHEMA, "discriminator": TEXT},
    "ParameterizedHost": {
        "hostTemplate": TEXT,
        "useSchemePrefix": FLAG,
        "parameters": ["Parameter"],
    },
}

SECTIONS_V2 = {
    "Schema": "definitions",
    "Parameter": "parameters",
    "Response": "responses",
    "SecurityScheme": "securityDefinitions",
}

#: Where 2.0 has what 3.0 has in each of its sections.
SECTIONS_BEFORE = {SECTIONS_V3[kind]: section for kind, section in SECTIONS_V2.items()}
