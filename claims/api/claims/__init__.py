"""Claims: reading, writing and filtering them, and their parts."""
