"""Organisations as their own members see them: registering, members, invitations."""
