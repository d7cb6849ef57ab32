"""Having the text of a capture read by an extractor, and recording what an editor decided about its proposals."""
