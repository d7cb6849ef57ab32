"""Recording and changing sources, and the effects on claims."""
