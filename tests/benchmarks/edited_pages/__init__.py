"""Pairs of pages, before and after an edit, by which the watch over quotes is measured."""
