"""How passwords are hashed: slow for whoever steals the table, quick for whoever waits behind a log-in."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane, the least that OWASP's Password Storage Cheat Sheet asks for.

    Django's own 100 MiB on eight lanes took seven times the processor time here and kept every page of its process
    waiting: a flood of log-ins would buy that cheaply. Hashes made with other numbers stay good, and are renewed at the
    next log-in.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
