"""The cache on Redis, the one in this process, and the breaker between them."""
