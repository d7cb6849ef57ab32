"""Recording and changing sources, and what that does to claims."""
