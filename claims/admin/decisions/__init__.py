"""Decisions that settle a flag, requests for comment, and private notes."""
