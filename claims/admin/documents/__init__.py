"""Documents: adding, editing, corrections and retractions."""
