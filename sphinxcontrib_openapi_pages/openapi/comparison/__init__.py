"""Compares two versions of a document: what a client can notice, and what may break it.

A value that clients send may be any that the schema permits, so a narrower schema breaks them. A value that they
receive is one of those that the schema permits, so a wider schema breaks them.
"""
