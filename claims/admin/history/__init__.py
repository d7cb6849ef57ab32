"""Revisions, runs, a claim as of a past time, and the timeline of a claim."""
