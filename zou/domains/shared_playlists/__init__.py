"""Playlists shown to guests by a link: what they see and what they may say."""
