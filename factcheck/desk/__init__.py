"""What every page of the admin shares: the theme, labels, filters, and pages for errors."""
