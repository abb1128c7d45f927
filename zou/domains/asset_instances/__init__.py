"""Copies of assets in scenes, shots and other assets."""
