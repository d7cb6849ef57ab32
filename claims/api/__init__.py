"""The addresses of claims in the API."""
