"""The API endpoints of claims."""
