"""The table of changes that oasdiff checks: pairs of schemas and of operations, and what is said of each.

The names are those of https://github.com/oasdiff/oasdiff, with ``{a,b}`` for several. Each stands in the table of
``docs/breaking-changes.md``, too.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

Json = dict[str, Any]

S, I, N, O, A = ({"type": name} for name in ("string", "integer", "number", "object", "array"))  # noqa: E741
FIELDS = {"type": "object", "properties": {"a": S}}
CAT = {"title": "Cat", "type": "object", "properties": {"meow": S}, "required": ["meow"]}
DOG = {"title": "Dog", "type": "object", "properties": {"bark": S}, "required": ["bark"]}
WORDS = {**A, "items": S}

#: Checks; old and new schema; what is said; whether it breaks clients that send it, and clients that receive it.
SCHEMAS: list[tuple[str, Json, Json, str, bool, bool]] = [
    ("request-{body,property,parameter}-type-changed response-{body,property}-type-changed response-header-type-changed", S, I, "type changed from string to integer", True, True),
    ("response-{body,property,header}-type-generalized", I, N, "type changed from integer to number", False, True),
    ("", N, I, "type changed from number to integer", True, False),
    ("request-{body,property,parameter}-list-of-types-narrowed", {"type": ["string", "integer"]}, S, "type changed from integer or string to string", True, False),
    ("response-{body,property}-list-of-types-widened", S, {"type": ["string", "integer"]}, "type changed from string to integer or string", False, True),
    ("", {}, S, "type changed from any to string", True, False),
    ("", {**I, "format": "int64"}, {**I, "format": "int32"}, "format changed from int64 to int32", True, False),
    ("", S, {**S, "format": "uuid"}, "format uuid added", True, False),
    ("", {**S, "format": "date"}, {**S, "format": "uuid"}, "format changed from date to uuid", True, True),
    ("request-{body,property,parameter}-became-not-nullable", {"type": ["string", "null"]}, S, "may no longer be null", True, False),
    ("response-{body,property,header}-became-nullable", S, {"type": ["string", "null"]}, "may now be null", False, True),
    ("request-{body,property,parameter}-became-enum request-header-property-became-enum", S, {**S, "enum": ["a", "b"]}, "enum a, b added", True, False),
    ("request-{body,property,parameter}-enum-value-removed", {**S, "enum": ["a", "b"]}, {**S, "enum": ["a"]}, "value b removed", True, False),
    ("response-property-enum-value-added", {**S, "enum": ["a"]}, {**S, "enum": ["a", "b"]}, "value b added", False, True),
    ("request-{body,property}-const-added", S, {**S, "const": "a"}, "enum a added", True, False),
    ("response-{body,property}-const-removed", {**S, "const": "a"}, S, "enum a removed", False, True),
    ("request-{body,property}-const-changed", {**S, "const": "a"}, {**S, "const": "b"}, "value a removed", True, False),
    ("response-{body,property}-const-changed", {**S, "const": "a"}, {**S, "const": "b"}, "value b added", False, True),
    ("request-{body,property,parameter}-max-decreased", {**I, "maximum": 9}, {**I, "maximum": 5}, "maximum changed from 9 to 5", True, False),
    ("response-{body,property}-max-increased", {**I, "maximum": 5}, {**I, "maximum": 9}, "maximum changed from 5 to 9", False, True),
    ("request-{body,property,parameter}-max-set", I, {**I, "maximum": 5}, "maximum 5 added", True, False),
    ("request-{body,property,parameter}-exclusive-max-set", I, {**I, "exclusiveMaximum": 5}, "maximum < 5 added", True, False),
    ("request-{body,property,parameter}-exclusive-max-decreased", {**I, "exclusiveMaximum": 9}, {**I, "exclusiveMaximum": 5}, "maximum changed from < 9 to < 5", True, False),
    ("response-{body,property}-exclusive-max-increased", {**I, "exclusiveMaximum": 5}, {**I, "exclusiveMaximum": 9}, "maximum changed from < 5 to < 9", False, True),
    ("request-{body,property,parameter}-min-increased", {**I, "minimum": 1}, {**I, "minimum": 2}, "minimum changed from 1 to 2", True, False),
    ("response-{body,property}-min-decreased", {**I, "minimum": 2}, {**I, "minimum": 1}, "minimum changed from 2 to 1", False, True),
    ("request-{body,property,parameter}-min-set", I, {**I, "minimum": 1}, "minimum 1 added", True, False),
    ("request-{body,property,parameter}-exclusive-min-set", I, {**I, "exclusiveMinimum": 1}, "minimum > 1 added", True, False),
    ("request-{body,property,parameter}-exclusive-min-increased", {**I, "exclusiveMinimum": 1}, {**I, "exclusiveMinimum": 2}, "minimum changed from > 1 to > 2", True, False),
    ("response-{body,property}-exclusive-min-decreased", {**I, "exclusiveMinimum": 2}, {**I, "exclusiveMinimum": 1}, "minimum changed from > 2 to > 1", False, True),
    ("", {**I, "minimum": 1}, {**I, "exclusiveMinimum": 1}, "minimum changed from 1 to > 1", True, False),
    ("request-{body,property,parameter}-max-length-set", S, {**S, "maxLength": 5}, "maxLength 5 added", True, False),
    ("request-{body,property,parameter}-max-length-decreased", {**S, "maxLength": 9}, {**S, "maxLength": 5}, "maxLength changed from 9 to 5", True, False),
    ("response-{body,property}-max-length-increased", {**S, "maxLength": 5}, {**S, "maxLength": 9}, "maxLength changed from 5 to 9", False, True),
    ("response-{body,property}-max-length-unset", {**S, "maxLength": 5}, S, "maxLength 5 removed", False, True),
    ("request-{body,property,parameter}-min-length-increased", {**S, "minLength": 1}, {**S, "minLength": 2}, "minLength changed from 1 to 2", True, False),
    ("response-{body,property}-min-length-decreased", {**S, "minLength": 2}, {**S, "minLength": 1}, "minLength changed from 2 to 1", False, True),
    ("request-parameter-max-items-decreased", {**WORDS, "maxItems": 9}, {**WORDS, "maxItems": 5}, "maxItems changed from 9 to 5", True, False),
    ("request-{body,property,parameter}-min-items-set", WORDS, {**WORDS, "minItems": 1}, "minItems 1 added", True, False),
    ("request-{body,property,parameter}-min-items-increased", {**WORDS, "minItems": 1}, {**WORDS, "minItems": 2}, "minItems changed from 1 to 2", True, False),
    ("response-{body,property}-min-items-decreased", {**WORDS, "minItems": 2}, {**WORDS, "minItems": 1}, "minItems changed from 2 to 1", False, True),
    ("response-{body,property}-min-items-unset", {**WORDS, "minItems": 1}, WORDS, "minItems 1 removed", False, True),
    ("", WORDS, {**WORDS, "uniqueItems": True}, "uniqueItems true added", True, False),
    ("", {**I, "multipleOf": 2}, {**I, "multipleOf": 4}, "multipleOf changed from 2 to 4", True, False),
    ("request-{property,parameter}-pattern-added", S, {**S, "pattern": "^a"}, "pattern ^a added", True, False),
    ("request-{property,parameter}-pattern-changed", {**S, "pattern": "^a"}, {**S, "pattern": "^b"}, "pattern changed from ^a to ^b", True, True),
    ("", {**S, "pattern": "^a"}, S, "pattern ^a removed", False, True),
    ("", S, {**S, "deprecated": True}, "now deprecated", False, False),
    ("request-{body,property}-one-of-removed", {"oneOf": [CAT, DOG]}, {"oneOf": [CAT]}, "alternative Dog removed", True, False),
    ("request-{body,property}-any-of-removed", {"anyOf": [CAT, DOG]}, CAT, "alternative Dog removed", True, False),
    ("response-{body,property}-one-of-added", {"oneOf": [CAT]}, {"oneOf": [CAT, DOG]}, "alternative Dog added", False, True),
    ("", {"anyOf": [CAT]}, {"anyOf": [CAT, DOG]}, "alternative Dog added", False, True),
    ("request-body-wrapped-in-one-of response-body-wrapped-in-one-of", FIELDS, {"oneOf": [CAT, DOG]}, "oneOf added", True, True),
    ("", O, {**O, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, "anyOf added", True, False),
    ("", {**O, "required": ["a"]}, {**O, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, "anyOf added", False, False),
    ("", FIELDS, {"oneOf": [{**O, "properties": {"a": S, "b": S}}, DOG]}, "oneOf added", True, True),
    ("", S, {"anyOf": [{**S, "maxLength": 5}, WORDS]}, "maxLength 5 added", True, False),
    ("", O, {**O, "additionalProperties": False}, "additionalProperties false added", True, False),
    ("request-{body,property}-{if,then}-added", O, {**O, "if": {"required": ["a"]}, "then": {"required": ["b"]}}, "then added", True, False),
    ("response-{body,property}-{if,then}-removed", {**O, "if": {"required": ["a"]}, "then": {"required": ["b"]}}, O, "if removed", False, True),
    ("request-{body,property}-else-added", {**O, "if": {"required": ["a"]}}, {**O, "if": {"required": ["a"]}, "else": {"required": ["b"]}}, "else added", True, False),
    ("response-{body,property}-else-removed", {**O, "if": {"required": ["a"]}, "else": {"required": ["b"]}}, {**O, "if": {"required": ["a"]}}, "else removed", False, True),
    ("request-{body,property}-contains-added", A, {**A, "contains": S}, "contains added", True, False),
    ("response-{body,property}-contains-removed", {**A, "contains": S}, A, "contains removed", False, True),
    ("request-{body,property}-min-contains-increased", {**A, "contains": S, "minContains": 2}, {**A, "contains": S, "minContains": 3}, "minContains changed from 2 to 3", True, False),
    ("response-{body,property}-min-contains-decreased", {**A, "contains": S, "minContains": 3}, {**A, "contains": S, "minContains": 2}, "minContains changed from 3 to 2", False, True),
    ("request-{body,property}-max-contains-decreased", {**A, "contains": S, "maxContains": 3}, {**A, "contains": S, "maxContains": 2}, "maxContains changed from 3 to 2", True, False),
    ("response-{body,property}-max-contains-increased", {**A, "contains": S, "maxContains": 2}, {**A, "contains": S, "maxContains": 3}, "maxContains changed from 2 to 3", False, True),
    ("request-{body,property}-dependent-required-added", O, {**O, "dependentRequired": {"a": ["b"]}}, "dependentRequired added", True, False),
    ("{request,response}-{body,property}-dependent-required-changed", {**O, "dependentRequired": {"a": ["b"]}}, {**O, "dependentRequired": {"a": ["c"]}}, "dependentRequired changed", True, True),
    ("response-{body,property}-dependent-required-removed", {**O, "dependentRequired": {"a": ["b"]}}, O, "dependentRequired removed", False, True),
    ("request-{body,property}-dependent-schema-added", O, {**O, "dependentSchemas": {"a": FIELDS}}, "dependentSchemas added", True, False),
    ("response-{body,property}-dependent-schema-removed", {**O, "dependentSchemas": {"a": FIELDS}}, O, "dependentSchemas removed", False, True),
    ("request-{body,property}-property-names-added", O, {**O, "propertyNames": {"maxLength": 3}}, "propertyNames added", True, False),
    ("response-{body,property}-property-names-removed", {**O, "propertyNames": {"maxLength": 3}}, O, "propertyNames removed", False, True),
    ("request-{body,property}-unevaluated-items-added", A, {**A, "unevaluatedItems": False}, "unevaluatedItems false added", True, False),
    ("response-{body,property}-unevaluated-items-removed", {**A, "unevaluatedItems": False}, A, "unevaluatedItems false removed", False, True),
    ("request-{body,property}-unevaluated-properties-added", O, {**O, "unevaluatedProperties": False}, "unevaluatedProperties false added", True, False),
    ("response-{body,property}-unevaluated-properties-removed", {**O, "unevaluatedProperties": False}, O, "unevaluatedProperties false removed", False, True),
    ("request-{body,property}-content-schema-added", S, {**S, "contentSchema": O}, "contentSchema added", True, False),
    ("response-{body,property}-content-schema-removed", {**S, "contentSchema": O}, S, "contentSchema removed", False, True),
    ("{request,response}-{body,property}-content-media-type-changed", {**S, "contentMediaType": "text/html"}, {**S, "contentMediaType": "text/css"}, "contentMediaType changed from text/html to text/css", True, True),
    ("{request,response}-{body,property}-content-encoding-changed", {**S, "contentEncoding": "base64"}, {**S, "contentEncoding": "base32"}, "contentEncoding changed from base64 to base32", True, True),
]  # fmt: skip

#: The same for what is said of a part of the schema: also its name.
INNER: list[tuple[str, Json, Json, str, str, bool, bool]] = [
    ("request-property-removed response-optional-property-removed", FIELDS, O, "a", "removed", True, True),
    ("response-required-property-removed", {**FIELDS, "required": ["a"]}, O, "a", "removed", True, True),
    ("", O, FIELDS, "a", "added", False, False),
    ("new-required-request-property new-required-request-header-property", O, {**FIELDS, "required": ["a"]}, "a", "added, required", True, False),
    ("new-required-request-property-with-default", O, {**O, "properties": {"a": {**S, "default": "x"}}, "required": ["a"]}, "a", "added, required", True, False),
    ("request-property-became-required request-header-property-became-required", FIELDS, {**FIELDS, "required": ["a"]}, "a", "now required", True, False),
    ("request-property-became-required-with-default", {**O, "properties": {"a": {**S, "default": "x"}}}, {**O, "properties": {"a": {**S, "default": "x"}}, "required": ["a"]}, "a", "now required", True, False),
    ("response-property-became-optional", {**FIELDS, "required": ["a"]}, FIELDS, "a", "no longer required", False, True),
    ("request-parameter-property-type-changed", FIELDS, {**O, "properties": {"a": I}}, "a", "type changed from string to integer", True, True),
    ("request-parameter-property-type-specialized", {**O, "properties": {"a": N}}, {**O, "properties": {"a": I}}, "a", "type changed from number to integer", True, False),
    ("request-parameter-property-list-of-types-narrowed", {**O, "properties": {"a": {"type": ["string", "integer"]}}}, FIELDS, "a", "type changed from integer or string to string", True, False),
    ("request-parameter-property-became-not-nullable", {**O, "properties": {"a": {"type": ["string", "null"]}}}, FIELDS, "a", "may no longer be null", True, False),
    ("request-parameter-property-enum-value-removed", {**O, "properties": {"a": {"enum": ["x", "y"]}}}, {**O, "properties": {"a": {"enum": ["x"]}}}, "a", "value y removed", True, False),
    ("request-{body,property}-all-of-added", FIELDS, {"allOf": [FIELDS, {"required": ["a"]}]}, "a", "now required", True, False),
    ("request-{body,property}-all-of-removed", {"allOf": [FIELDS, {"properties": {"b": S}}]}, {"allOf": [FIELDS]}, "b", "removed", True, True),
    ("", {**A, "items": S}, {**A, "items": I}, "[]", "type changed from string to integer", True, True),
    ("", {**A, "items": FIELDS}, {**A, "items": {**FIELDS, "required": ["a"]}}, "[].a", "now required", True, False),
    ("", {**O, "additionalProperties": S}, {**O, "additionalProperties": I}, "*", "type changed from string to integer", True, True),
    ("request-{body,property}-pattern-property-added", O, {**O, "patternProperties": {"^x": S}}, "^x", "added", True, False),
    ("response-{body,property}-pattern-property-removed", {**O, "patternProperties": {"^x": S}}, O, "^x", "removed", False, True),
    ("request-{body,property}-prefix-items-removed", {**A, "prefixItems": [S, I]}, {**A, "prefixItems": [S]}, "[1]", "removed", True, False),
    ("response-{body,property}-prefix-items-added", {**A, "prefixItems": [S]}, {**A, "prefixItems": [S, I]}, "[1]", "added", False, True),
]  # fmt: skip


def query(**members: Any) -> Json:
    return {"name": "q", "in": "query", "schema": S, **members}


def sends(schema: Any = None, name: str = "application/json", **members: Any) -> Json:
    """Return an operation with a request body."""
    media = {} if schema is None else {"schema": schema}
    return {"requestBody": {"content": {name: media}, **members}}


def answers(schema: Any = None, name: str = "application/json", **members: Any) -> Json:
    """Return an operation with a response."""
    media = {} if schema is None else {"schema": schema}
    return {"responses": {"200": {"description": "", "content": {name: media}, **members}}}


def header(**members: Any) -> Json:
    return answers(S, headers={"X-A": {"schema": S, **members}})


KEY, TOKEN = {"key": []}, {"token": ["read", "write"]}

#: Checks; old and new operation; the line; whether it breaks clients.
OPERATIONS: list[tuple[str, Json, Json, str, bool]] = [
    ("request-body-added-required", {}, sends(S, required=True), "Request body: added, required", True),
    ("", {}, sends(S), "Request body: added", False),
    ("request-body-removed", sends(S), {}, "Request body: removed", True),
    ("request-body-became-required", sends(S), sends(S, required=True), "Request body: now required", True),
    ("", sends(S, required=True), sends(S), "Request body: no longer required", False),
    ("request-body-media-type-removed", {"requestBody": {"content": {"application/json": {}, "text/csv": {}}}}, sends(), "Media type text/csv of the request: removed", True),
    ("", sends(), {"requestBody": {"content": {"application/json": {}, "text/csv": {}}}}, "Media type text/csv of the request: added", False),
    ("request-body-media-type-schema-added", sends(), sends(S), "Request body: schema added", True),
    ("response-body-media-type-schema-removed", answers(S), answers(), "Body of response 200: schema removed", True),
    ("response-media-type-removed", {"responses": {"200": {"description": "", "content": {"application/json": {}, "text/csv": {}}}}}, answers(), "Media type text/csv of response 200: removed", True),
    ("response-media-type-name-generalized", answers(), answers(name="application/*"), "Media type application/* of response 200: added", True),
    ("", answers(name="application/*"), answers(), "Media type application/* of response 200: removed", False),
    ("", sends(name="text/*"), sends(name="*/*"), "Media type */* of the request: added", False),
    ("new-required-request-parameter", {}, {"parameters": [query(required=True)]}, "Query parameter q: added, required", True),
    ("new-required-request-default-parameter-to-existing-path", {}, {"parameters": [query(required=True, schema={**S, "default": "x"})]}, "Query parameter q: added, required", True),
    ("", {}, {"parameters": [query()]}, "Query parameter q: added", False),
    ("request-parameter-removed", {"parameters": [query()]}, {}, "Query parameter q: removed", True),
    ("request-parameter-became-required", {"parameters": [query()]}, {"parameters": [query(required=True)]}, "Query parameter q: now required", True),
    ("", {"parameters": [query(required=True)]}, {"parameters": [query()]}, "Query parameter q: no longer required", False),
    ("request-parameter-default-value-added", {"parameters": [query()]}, {"parameters": [query(schema={**S, "default": "x"})]}, 'Query parameter q: default "x" added', True),
    ("request-parameter-default-value-removed", {"parameters": [query(schema={**S, "default": "x"})]}, {"parameters": [query()]}, 'Query parameter q: default "x" removed', True),
    ("request-parameter-default-value-changed", {"parameters": [query(schema={**I, "default": 1})]}, {"parameters": [query(schema={**I, "default": 2})]}, "Query parameter q: default changed from 1 to 2", True),
    ("", sends({**I, "default": 1}), sends({**I, "default": 2}), "Request body: default changed from 1 to 2", False),
    ("", {"parameters": [query(schema=WORDS)]}, {"parameters": [query(schema=WORDS, explode=False)]}, "Query parameter q: explode changed from true to false", True),
    ("", {"parameters": [query(schema=O)]}, {"parameters": [query(schema=O, style="deepObject", explode=True)]}, "Query parameter q: style changed from form to deepObject", True),
    ("", {"parameters": [query()]}, {"parameters": [query(deprecated=True)]}, "Query parameter q: now deprecated", False),
    ("", {"parameters": [query()]}, {"parameters": [query(allowReserved=True)]}, "Query parameter q: allowReserved changed from false to true", False),
    ("required-response-header-removed", header(required=True), answers(S), "Header X-A of response 200: removed", True),
    ("optional-response-header-removed", header(), answers(S), "Header X-A of response 200: removed", True),
    ("response-header-became-optional", header(required=True), header(), "Header X-A of response 200: no longer required", True),
    ("", answers(S), header(), "Header X-A of response 200: added", False),
    ("response-success-status-removed", {"responses": {"200": {"description": ""}, "201": {"description": ""}}}, {"responses": {"200": {"description": ""}}}, "Response 201: removed", True),
    ("", {"responses": {"200": {"description": ""}, "404": {"description": ""}}}, {"responses": {"200": {"description": ""}}}, "Response 404: removed", False),
    ("", {"responses": {"200": {"description": ""}}}, {"responses": {"200": {"description": ""}, "404": {"description": ""}}}, "Response 404: added", False),
    ("", sends({**O, "properties": {"a": S}}), sends({**O, "properties": {"a": {**S, "readOnly": True}}}), "Request field a: readOnly added", True),
    ("", answers(FIELDS), answers({**O, "properties": {"a": {**S, "writeOnly": True}}}), "Field a of response 200: writeOnly added", True),
    ("response-required-property-became-not-write-only", answers({**O, "properties": {"a": {**S, "writeOnly": True}}, "required": ["a"]}), answers({**FIELDS, "required": ["a"]}), "Field a of response 200: writeOnly removed", False),
    ("", sends({**O, "properties": {"a": {**S, "readOnly": True}}, "required": ["a"]}), sends({**FIELDS, "required": ["a"]}), "Request field a: readOnly removed", True),
    ("", {"security": [KEY]}, {"security": [KEY, TOKEN]}, "Security token (read, write): added", False),
    ("", {"security": [KEY, TOKEN]}, {"security": [KEY]}, "Security token (read, write): removed", True),
    ("", {"security": [{"token": ["read"]}]}, {"security": [TOKEN]}, "Security token (read): removed", True),
    ("", {"security": [TOKEN]}, {"security": [{"token": ["read"]}]}, "Security token (read, write): removed", False),
    ("", {}, {"security": [KEY]}, "Security none: removed", True),
    ("", {"servers": [{"url": "/a"}, {"url": "/b"}]}, {"servers": [{"url": "/a"}]}, "Server /b: removed", True),
    ("", {}, {"deprecated": True}, "Operation: now deprecated", False),
    ("", {"operationId": "a"}, {"operationId": "b"}, "Operation: operationId changed from a to b", False),
    ("", {"tags": ["a"]}, {"tags": ["b"]}, "Operation: tags changed from a to b", False),
    ("", {"description": "Old."}, {"description": "New."}, "Operation: descriptions, examples, links or names changed", False),
    ("", sends({**S, "description": "Old."}), sends({**S, "description": "New."}), "Operation: descriptions, examples, links or names changed", False),
    ("", {"parameters": [query(example=1)]}, {"parameters": [query(example=2)]}, "Operation: descriptions, examples, links or names changed", False),
    ("", sends(O, "multipart/form-data"), {"requestBody": {"content": {"multipart/form-data": {"schema": O, "encoding": {"a": {"contentType": "text/csv"}}}}}}, "Request field a: encoding added", True),
]  # fmt: skip

#: Checks that concern whole operations; a test of a site has them.
WHOLE = (
    "api-removed-without-deprecation api-path-removed-without-deprecation webhook-removed new-request-path-parameter "
    "api-removed-before-sunset api-path-removed-before-sunset request-parameter-removed-before-sunset"
)


def expanded(names: str) -> set[str]:
    """Return the names of checks, those with ``{a,b}`` written out."""
    found = set()
    for name in names.split():
        pieces = re.split(r"\{([^{}]*)\}", name)
        choices = [piece.split(",") if index % 2 else [piece] for index, piece in enumerate(pieces)]
        found |= set(map("".join, itertools.product(*choices)))
    return found


def all_checks() -> set[str]:
    """Return the names of all checks in the tables."""
    rows: list[Any] = [*SCHEMAS, *INNER, *OPERATIONS]
    return expanded(" ".join([WHOLE, *(row[0] for row in rows)]))
