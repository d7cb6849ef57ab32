"""The API endpoints of sources and documents."""
