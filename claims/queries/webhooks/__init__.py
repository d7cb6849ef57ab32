"""Subscriptions, the feed, and its watermark."""
