"""Waivers of flags."""
