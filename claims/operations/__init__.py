"""Writes of the claims side: each is one transaction that stores rows, re-assesses, and appends one revision per claim."""
