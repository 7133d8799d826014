"""Doctrees of the pages, one module for each object of the OpenAPI Specification."""
