"""Story sheets: a text with each of its sentences tied to the claims that it reports, and what that says of the story. Pure."""
