"""Writes pages as Markdown that programs read."""
