"""Claims: lists and filters, search, public bodies and what outsiders see of them."""
