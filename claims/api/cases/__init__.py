"""Case files: loaded and exported."""
