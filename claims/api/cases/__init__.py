"""Loading and exporting case files."""
