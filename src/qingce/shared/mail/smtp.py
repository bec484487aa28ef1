"""SMTP as Django speaks it, without what it leaves behind."""

from __future__ import annotations

from smtplib import SMTP

from django.core.mail.backends.smtp import EmailBackend


class SmtpBackend(EmailBackend):
    """Leaves no connection open whose encryption or log-in failed; the worker that tries again lives for months."""

    _partial_connection: SMTP | None

    def open(self) -> bool | None:
        """A connection that is encrypted and logged in, if it has to be.

        Raises: OSError: there is none.
        """
        try:
            return super().open()
        except OSError:
            if self._partial_connection is not None:
                self._partial_connection.close()
                self._partial_connection = None
            raise
