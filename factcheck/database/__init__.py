"""What queries share: locks, prepared statements, the pool, and database errors."""
