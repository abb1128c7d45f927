"""Leaves: when people do not work."""
