"""Parses YAML and JSON, and keeps scalars as written and line numbers."""
