"""Pages of the desk and lists of the API on a large record: what they read, and how long each takes."""
