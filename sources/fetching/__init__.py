"""Fetching and reading what others published. Every byte is hostile; nothing here knows the database.

``client`` fetches, ``robots`` and ``politeness`` say when it may; ``reading`` extracts in a process that can be killed.
"""
