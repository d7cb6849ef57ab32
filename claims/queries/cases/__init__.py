"""From stored rows to case files and spreadsheets."""
