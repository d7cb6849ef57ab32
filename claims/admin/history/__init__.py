"""Revisions, runs, a claim as of a past time, and its timeline."""
