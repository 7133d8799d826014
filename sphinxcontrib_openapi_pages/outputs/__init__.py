"""Writes output: assets, files beside the pages, and what single builders need."""
