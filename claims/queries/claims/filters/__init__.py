"""The filters of claims, as the list of the admin, the API and its exports offer them: one table."""
