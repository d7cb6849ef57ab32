"""Case files and spreadsheets: upload and export."""
