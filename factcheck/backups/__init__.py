"""Backups of the whole database, and their restoration with proof that it holds the same.

``archive`` and ``manifest`` are the file; ``postgresql`` and ``sqlite`` dump and load; the commands call ``making`` and
``restoring``.
"""
