"""What extractors proposed on captures, and how often editors found them right."""
