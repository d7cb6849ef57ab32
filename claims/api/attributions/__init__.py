"""Attributions and the chain of a claim."""
