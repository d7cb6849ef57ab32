"""What queries share: locks, prepared statements, the pool, and errors of the database."""
