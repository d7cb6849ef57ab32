"""Claims: read, written, filtered, and their parts."""
