"""The list of claims: its columns, filters and paging, and bulk actions."""
