"""Merging claims and sources, and splitting and deleting claims."""
