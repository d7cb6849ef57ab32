"""Attributions by key, and where a new chain may join."""
