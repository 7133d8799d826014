"""OpenAPI documents as data, without Sphinx: read, parsed, bundled, and asked what they say."""
