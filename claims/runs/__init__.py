"""Verification runs: chunks, lifecycle, runs over selected claims, policy previews, and reports."""
