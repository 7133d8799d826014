"""Measures that make builds faster and change no page."""
