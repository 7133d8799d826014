"""OpenAPI documents as data, without Sphinx: reads, parses, bundles and analyses them."""
