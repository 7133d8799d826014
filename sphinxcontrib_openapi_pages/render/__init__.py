"""Creates the doctrees of pages, with one module for each object of the OpenAPI Specification."""
