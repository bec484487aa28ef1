"""Asking other servers: bounded in time and in size, and only the one that was named. No framework, no database."""
