"""Accounts: log-in and second factor by allauth in our look, and everybody's own pages."""
