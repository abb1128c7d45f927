"""Entities of every kind."""
