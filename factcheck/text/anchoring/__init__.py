"""Where a recorded quote is in a text that may have been edited since. Pure."""
