"""Log-in by an organisation's own OpenID Connect provider, named in the settings."""
