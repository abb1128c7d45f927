"""Searching assets, shots and people."""
