"""Verdicts and the desk's words for them."""
