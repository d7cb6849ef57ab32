"""Captures from beginning to end: fetch and read (``sources.fetching``), compare, and record (``sources.operations``).

The network is used here, and never within a transaction. A page that cannot be had is a capture with another outcome than
``captured`` and a sentence that says why, not an exception.
"""

from sources.capturing.captures import capture_text, capture_upload, capture_url

__all__ = ["capture_text", "capture_upload", "capture_url"]
