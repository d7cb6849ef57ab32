"""News texts with marked attributions, and what measures proposals against them: see docs/extraction-guideline.md."""
