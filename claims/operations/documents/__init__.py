"""What a change of a document does to the attributions made from it."""
