"""The page of a claim: its header, its tabs, and one module for each of them."""
