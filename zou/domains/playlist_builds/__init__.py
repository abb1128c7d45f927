"""Playlists made into one file: a movie, or an archive."""
