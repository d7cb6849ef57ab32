"""Django's backend for PostgreSQL, with one thread at a time waiting for a database that is away."""
