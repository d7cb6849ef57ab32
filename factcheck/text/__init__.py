"""Text in the forms in which it is stored, compared and searched."""
