"""Uploads that can be resumed (tus 1.0)."""
