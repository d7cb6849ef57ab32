"""Access to the API and accounts. A token belongs to a user, has a purpose, and expires."""
