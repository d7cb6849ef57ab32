"""Normalising, comparing and searching text."""
