"""Who may use the API: tokens, each of a person, for a purpose, until a day."""
