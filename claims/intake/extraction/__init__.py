"""Proposals of who says what, read from the text of an article. Pure."""
