"""The addresses of sources and documents in the API."""
