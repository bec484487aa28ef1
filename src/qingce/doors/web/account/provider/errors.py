"""What can go wrong in logging in by an organisation's provider."""

from __future__ import annotations

from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError


class ProviderUnknown(NotFound):
    """No provider has this name."""

    code = "provider-unknown"

    def __init__(self) -> None:
        super().__init__("No organisation's log-in has this address; choose one on the log-in page.")


class ProviderSilent(QingceError):
    """The provider cannot be reached, or answers nothing that can be read."""

    code = "provider-silent"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The log-in of {name} does not answer at the moment. Try again in a few minutes, or log in with your "
            "e-mail address and password; a password can be set by mail.",
            name=name,
        )


class ProviderRefused(NotAllowed):
    """What came back does not belong to a log-in that began here, or was not meant for us."""

    code = "provider-refused"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"What came back from the log-in of {name} does not fit a log-in that you began here within the last ten "
            "minutes. Begin again on the log-in page.",
            name=name,
        )


class ProviderCancelled(NotAllowed):
    """Whoever was to log in turned back."""

    code = "provider-cancelled"

    def __init__(self, name: str) -> None:
        super().__init__(f"The log-in of {name} was broken off. Begin again, or log in another way.", name=name)


class ProviderEmailMissing(NotAllowed):
    """The provider names no confirmed address of the domains that it speaks for."""

    code = "provider-email-missing"

    def __init__(self, name: str, domains: str) -> None:
        super().__init__(
            f"{name} named no confirmed e-mail address of yours that ends in {domains}. Ask those who look after its "
            "log-in to confirm your address there.",
            name=name,
            domains=domains,
        )


class ProviderEmailKnown(NotAllowed):
    """Somebody has an account with this address, which a provider alone never opens."""

    code = "provider-email-known"

    def __init__(self, name: str, email: str) -> None:
        super().__init__(
            f"There is an account with the e-mail address {email} already. Log in to it first (a forgotten password is "
            f"set anew by mail), then connect {name} under “Log-in and security”.",
            name=name,
            email=email,
        )
