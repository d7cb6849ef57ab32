"""Upload of case files, and export of case files and spreadsheets."""
