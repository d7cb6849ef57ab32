"""``python -m tests.upgrade``: upgrade a database that an earlier version filled, while that version goes on working."""
