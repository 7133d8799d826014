"""From text to data: YAML and JSON, with scalars as written and line numbers."""
