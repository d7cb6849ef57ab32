"""Spreadsheets of claims for the desk. They include hidden claims and private columns, so they are never for readers. Pure."""
