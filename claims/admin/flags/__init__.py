"""Flags: read-only lists of findings, the card of each open flag, and waivers."""
