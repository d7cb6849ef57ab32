"""Verification runs: their chunks and lifecycle, runs over selected claims, previews of a policy, and reports."""
