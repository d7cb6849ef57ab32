"""Recording attributions, and changing recorded ones."""
