"""Plugins: a studio's own routes and pages inside the server."""
