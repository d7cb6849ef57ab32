"""Public bodies of claims: rendered from stored rows, and as outsiders see them."""
