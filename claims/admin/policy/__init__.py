"""The desk policy: drafts, previews and versions."""
