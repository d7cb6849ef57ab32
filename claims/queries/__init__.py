"""Reads of the claims side."""
