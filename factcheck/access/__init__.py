"""Access to the API: tokens, each of a person, for a purpose, with an expiry date."""
