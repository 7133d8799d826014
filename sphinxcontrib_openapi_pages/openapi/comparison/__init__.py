"""Compares two versions of a document: what a client can notice, and what may break it.

Clients may send any value that the schema permits, so a narrower schema breaks them. They may receive any value that
the schema permits, so a wider schema breaks them.
"""
