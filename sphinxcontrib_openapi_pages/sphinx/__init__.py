"""Connects the extension to Sphinx: documents without files, their parser, directives, roles and checks."""
