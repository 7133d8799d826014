"""Reads documents from files, URLs and git revisions, and checks the permissions for them."""
