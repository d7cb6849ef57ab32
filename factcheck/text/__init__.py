"""Text as it is stored, compared and searched."""
