"""The extractor without a model: cue words of a language, and patterns around them. Pure."""
