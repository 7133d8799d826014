"""Writes pages as Markdown for programs."""
