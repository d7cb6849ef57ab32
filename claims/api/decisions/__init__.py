"""Decisions, requests for comment and private notes."""
