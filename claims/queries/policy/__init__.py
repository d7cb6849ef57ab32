"""Versions of the desk policy, and previews of drafts."""
