"""The command ``openapi-pages``."""
