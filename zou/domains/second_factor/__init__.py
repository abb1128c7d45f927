"""Setting up, renewing and dropping second factors."""
