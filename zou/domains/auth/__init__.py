"""Signing in and out, passwords, second factors, single sign-on."""
