"""The list of claims: its columns, filters and paging, and what is done to several claims at once."""
