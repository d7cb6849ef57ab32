"""What the service logs: one record a line on standard error, without anything that people sent or recorded."""
