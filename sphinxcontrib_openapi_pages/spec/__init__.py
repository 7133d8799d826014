"""From a path or URL to one bundled OpenAPI 3 document: bytes, parsing, references, versions."""
