"""Merged, split and deleted claims."""
