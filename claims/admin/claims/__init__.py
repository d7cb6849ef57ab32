"""Claims: the page of a claim and its form."""
