"""Claims: the list, the page of one, its form, and what is done to several at once."""
