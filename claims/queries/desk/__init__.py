"""Reads for the desk's front page, saved views and presence."""
