"""Showing playlists to clients: telling them, links for people without an account."""
