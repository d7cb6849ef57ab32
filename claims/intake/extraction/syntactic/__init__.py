"""The extractor with a parser: sources and statements from who governs whom. Pure; an optional extra."""
