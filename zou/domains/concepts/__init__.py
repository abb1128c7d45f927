"""Concepts and their folders."""
