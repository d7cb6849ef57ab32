"""Merging, splitting and deleting claims, and merging sources."""
