"""Webhooks: subscriptions and their messages."""
