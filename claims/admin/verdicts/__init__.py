"""Verdicts: drafted, reviewed and published, and the desk's words for them."""
