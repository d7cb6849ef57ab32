"""Tables of what the desk sees of claims, hidden ones and private columns too: never for readers. Pure."""
