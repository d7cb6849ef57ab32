"""Attributions: the page "Add a source", the actions on an attribution, and the chain."""
