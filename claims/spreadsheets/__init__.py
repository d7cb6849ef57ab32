"""Tables of claims for the desk, with hidden ones and private columns: never for readers. Pure."""
