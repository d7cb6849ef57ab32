"""Revisions, runs, and snapshots to compare before and after."""
