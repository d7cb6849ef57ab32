"""Drafts of the desk policy, and putting one in force."""
