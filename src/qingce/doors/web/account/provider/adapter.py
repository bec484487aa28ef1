"""Whom an organisation's provider may let in: its own members, and nobody into an account that is here already."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from requests import RequestException, Session

from qingce.doors.web.account.provider.errors import (
    ProviderCancelled,
    ProviderEmailKnown,
    ProviderEmailMissing,
    ProviderRefused,
    ProviderSilent,
)
from qingce.doors.web.account.provider.known import OidcProvider
from qingce.doors.web.account.provider.provider import CONNECT, OrganisationProvider
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.shared.parties.actions import admit_by_provider
from qingce.shared.parties.queries import is_email_known

KIND = "openid_connect"
ANSWERS_WITHIN_S = (3.05, 5)  # to be reached, and to say something


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Ours where it differs: providers come from the settings, and people by the rules of this room."""

    def list_apps(self, request: HttpRequest, provider: str = "", client_id: str = "") -> list[SocialApp]:
        """The providers of the settings."""
        del request
        return [
            _app(each)
            for each in settings.OIDC_PROVIDERS
            if provider in {"", KIND, each.id} and client_id in {"", each.client_id}
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str = "") -> OrganisationProvider:
        """The provider with an id; one that the settings no longer name is still called by it."""
        apps = self.list_apps(request, provider, client_id)
        return OrganisationProvider(
            request, app=apps[0] if apps else SocialApp(provider=KIND, provider_id=provider, name=provider)
        )

    def get_requests_session(self) -> Session:
        """Asks a provider; it answers soon and itself, or not at all."""
        session = Session()
        session.max_redirects = 0
        session.request = partial(session.request, timeout=ANSWERS_WITHIN_S)  # type: ignore[method-assign]
        return session

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, str]) -> Any:
        """Name and address of somebody new."""
        del request
        user = sociallogin.user
        user.email, user.name = data.get("email", ""), data.get("name", "")
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Lets in whom the provider may speak for.

        Raises: ProviderEmailMissing; ProviderEmailKnown.
        """
        del request
        known = known_provider(sociallogin.account.provider)
        email = next((each.email for each in sociallogin.email_addresses if known.vouches_for(each.email)), "")
        if not email:
            raise ProviderEmailMissing(known.name, ", ".join(f"@{domain}" for domain in known.email_domains))
        is_new = not sociallogin.is_existing and sociallogin.state.get("process") != CONNECT
        if is_new and is_email_known(email):
            raise ProviderEmailKnown(known.name, email)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None) -> Any:
        """Makes the account of somebody new, who joins the organisation as a reader.

        Raises: ProviderOrganisationGone; ProviderEmailKnown: it came at the same moment.
        """
        del request, form
        known = known_provider(sociallogin.account.provider)
        user = sociallogin.user
        language = "zh" if is_chinese() else "en"
        try:
            with transaction.atomic():
                person = admit_by_provider(
                    user.email,
                    name=user.name,
                    language=language,
                    organisation=known.organisation,
                    provider=known.name,
                    at=timezone.now(),
                )
                sociallogin.user = sociallogin.account.user = person
                sociallogin.account.save()
        except IntegrityError:
            raise ProviderEmailKnown(known.name, user.email) from None
        return person

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: OrganisationProvider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: object = None,
    ) -> NoReturn:
        """Says what went wrong by one of our errors.

        Raises: ProviderCancelled; ProviderSilent; ProviderRefused.
        """
        del request, extra_context
        if error == AuthError.CANCELLED:
            raise ProviderCancelled(provider.name)
        if isinstance(exception, RequestException):
            raise ProviderSilent(provider.name)
        raise ProviderRefused(provider.name)


def known_provider(provider_id: str) -> OidcProvider:
    """The provider of the settings with an id.

    Raises: StopIteration: there is none; the views have asked before.
    """
    known: Sequence[OidcProvider] = settings.OIDC_PROVIDERS
    return next(each for each in known if each.id == provider_id)


def _app(known: OidcProvider) -> SocialApp:
    return SocialApp(
        provider=KIND,
        provider_id=known.id,
        name=known.name,
        client_id=known.client_id,
        secret=known.client_secret.get_secret_value(),
        settings={"server_url": known.server_url},
    )
