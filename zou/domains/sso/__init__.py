"""Single sign-on: OpenID Connect and SAML."""
