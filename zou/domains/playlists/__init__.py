"""Playlists: previews of a production in an order, to be reviewed together."""
