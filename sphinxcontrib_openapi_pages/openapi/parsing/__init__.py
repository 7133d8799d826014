"""Parses YAML and JSON; keeps scalars as they are written, and line numbers."""
