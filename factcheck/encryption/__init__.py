"""Texts that the database holds encrypted, so that a stolen dump or a backup does not tell them."""
