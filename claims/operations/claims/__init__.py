"""Changes to a claim itself: who works on it, topics, stakes, relations, search words."""
