"""Partial dates, whose precision is part of the value, and date-times."""
