"""What changes to a document do to the attributions made from it."""
