"""Flags and assessments."""
