"""Attributions: the form that records who says so, the actions on one, and the chain."""
