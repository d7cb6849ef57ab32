"""Django's backend for PostgreSQL; while the database is unavailable, only one thread at a time waits for it."""
