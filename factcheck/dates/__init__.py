"""Dates whose precision is part of the value, and instants."""
