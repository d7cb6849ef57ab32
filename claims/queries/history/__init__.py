"""Revisions, runs, and snapshots for comparing before and after."""
