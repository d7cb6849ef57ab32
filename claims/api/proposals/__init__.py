"""What extractors propose on captures, and what a client decides about it. For the desk's eyes, as captures are."""
