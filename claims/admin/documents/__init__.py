"""Documents: recorded, corrected and retracted."""
