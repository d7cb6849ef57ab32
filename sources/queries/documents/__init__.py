"""Captures of documents, lists of URLs to capture, and checks of links."""
