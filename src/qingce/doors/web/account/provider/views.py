"""To an organisation's provider and back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from qingce.doors.web.access import actor_in, to_log_in
from qingce.doors.web.account.provider.client import ProviderClient
from qingce.doors.web.account.provider.errors import ProviderRefused, ProviderSilent, ProviderUnknown
from qingce.doors.web.account.provider.provider import CONNECT
from qingce.doors.web.messages import sentence, status
from qingce.doors.web.pages import Page, Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves

LANGUAGE, TROUBLE = "provider-language", "provider-trouble"
HTTP_FOUND = 302
log = logging.getLogger(__name__)


class Callback(OAuth2CallbackView):  # type: ignore[misc]  # allauth has no types
    """Hands the nonce of the question to whoever reads the answer."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


@serves("ACC-1")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Leads to the provider, to log in or to connect it with one's account; only a form of ours begins that."""
    name = _name(provider_id)
    if request.method != "POST":
        return redirect("account_login")
    if request.POST.get("process") == CONNECT:
        if actor_in(request).is_nobody:
            return to_log_in(request)
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
    request.session[LANGUAGE] = get_language()
    provider = get_adapter().get_provider(request, provider_id)
    answer = _in_our_words(request, name, lambda: provider.redirect_from_request(request))
    address = answer.get("Location", "")
    if answer.status_code != HTTP_FOUND or address.startswith("/"):
        return answer
    # A redirection would be held back by the policy that forms lead to no other site: the page itself leads on.
    page = Page(title=_("To the log-in of %(name)s") % {"name": name}, is_indexed=False, section="account")
    return show(request, page, Shown("account/provider_hop.html", {"address": address, "name": name}))


@serves("ACC-1")
@never_cache
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the provider sends people back to: one address for both languages."""
    name = _name(provider_id)
    with override(request.session.get(LANGUAGE) or get_language()):
        view = Callback.adapter_view(ProviderClient(request, provider_id))
        return _in_our_words(request, name, lambda: view(request))


@never_cache
@require_safe
def trouble(request: HttpRequest) -> HttpResponse:
    """What went wrong, and the ways to log in that there are."""
    said, code = request.session.get(TROUBLE) or ("", 200)
    page = Page(title=_("The log-in did not succeed"), is_indexed=False, section="account")
    return show(request, page, Shown("account/provider_trouble.html", {"said": said}), status=code)


def _name(provider_id: str) -> str:
    """What the provider is called.

    Raises: ProviderUnknown.
    """
    for each in settings.OIDC_PROVIDERS:
        if each.id == provider_id:
            return str(each.name)
    raise ProviderUnknown


def _in_our_words(request: HttpRequest, name: str, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What an act answers, or the page that says what went wrong."""
    try:
        try:
            return act()
        except RequestException as error:
            raise ProviderSilent(name) from error
        except (OAuth2Error, KeyError, TypeError, ValueError) as error:
            raise ProviderRefused(name) from error
    except QingceError as error:
        cause = error.__cause__ or error.__context__
        log.warning("log-in by provider: %s %s %s", name, error.code, type(cause).__name__ if cause else "")
        request.session[TROUBLE] = [sentence(error), status(error)]
        return redirect("provider_trouble")
