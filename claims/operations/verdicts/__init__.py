"""Verdicts: drafts, reviews, and the desk's words for them."""
