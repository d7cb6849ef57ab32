"""Webhook subscriptions and the delivery of messages."""
