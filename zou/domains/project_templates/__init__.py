"""Templates that productions are made from."""
