"""What all API endpoints share: authentication, throttling, errors, and conditional requests."""
