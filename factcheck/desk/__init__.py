"""What all admin pages share: the theme, labels, filters and error pages."""
