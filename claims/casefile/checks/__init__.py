"""Checks across the records of a case file, and against what is stored."""
