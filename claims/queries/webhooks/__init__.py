"""Subscriptions, the feed, and how far it can be read."""
