"""The logs of the service: one record per line on standard error, without data that people sent or recorded."""
