"""Recording attributions, and what may be done to a recorded one."""
