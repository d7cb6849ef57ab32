"""Flags: what verification found, the card of each open flag, and waivers."""
