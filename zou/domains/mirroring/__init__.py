"""Rows of another server, taken over with their ids."""
