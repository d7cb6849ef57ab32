"""Merging, splitting and deleting claims, and merging sources as far as claims are concerned."""
