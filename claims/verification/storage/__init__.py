"""Storing what verification found: assessments, flags, standings, bodies and revisions, in bulk."""
