"""Merging, splitting and deleting claims, and the effects of merged sources on claims."""
