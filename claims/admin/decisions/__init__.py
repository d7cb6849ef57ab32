"""Decisions that resolve a flag, requests for comment, and private notes."""
