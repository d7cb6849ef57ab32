"""Verdicts: drafts, reviews and publication, and the rating words."""
