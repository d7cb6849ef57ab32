"""Writes of the claims side: each in one transaction that stores rows, re-assesses and appends one revision a claim."""
