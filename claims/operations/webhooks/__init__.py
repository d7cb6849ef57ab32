"""Subscriptions of webhooks and the delivery of messages."""
