"""Many claims pasted at once: read, previewed and saved in one step."""
