"""Captures: fetching or uploading one, its page, its text, and lists of URLs."""
