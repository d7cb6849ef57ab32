"""From what editors paste to what could be recorded: pure, and never the last word; a person looks at it first."""
