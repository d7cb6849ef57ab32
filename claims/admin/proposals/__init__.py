"""Reviewing the attributions that an extractor proposed on a capture, and how often each of its rules was right."""
