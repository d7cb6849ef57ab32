"""The desk policy: versions and drafts."""
