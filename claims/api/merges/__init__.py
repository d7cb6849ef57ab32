"""Claims and sources merged, split and deleted."""
