"""The feed of events, revisions, and verification runs."""
