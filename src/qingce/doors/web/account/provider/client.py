"""Speaking to a provider: what it says of itself, of a log-in and of a person is checked here before it counts."""

from __future__ import annotations

import json
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from qingce.doors.web.account.provider.known import is_safe_endpoint
from qingce.doors.web.links import permanent

DISCOVERY = "/.well-known/openid-configuration"
# Signatures by a private key only: a secret that client and provider share would prove less.
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
CLOCKS_DIFFER_S = 60

Claims = dict[str, Any]


class Refusal(OAuth2Error):  # type: ignore[misc]  # allauth has no types
    """An answer that must not count."""


class ProviderClient(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Ours where it is stricter: issuer, signature, nonce and person are compared at each log-in."""

    nonce = ""

    @property
    def openid_config(self) -> Claims:
        """What the provider says of itself; the issuer and every address in it are checked."""
        if not hasattr(self, "_openid_config"):
            issuer: str = self.get_provider().app.settings["server_url"]
            self._openid_config = checked_configuration(_fetched(issuer.rstrip("/") + DISCOVERY), issuer)
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        """The one address that the provider sends people back to, whatever host or language was asked for."""
        del request, app
        return permanent("openid_connect_callback", self.provider_id)

    def get_access_token_data(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Claims:
        """Exchanges the code, once it is clear that this provider sent it (RFC 9207)."""
        said = request.GET.get("iss")
        is_always_said = self.openid_config.get("authorization_response_iss_parameter_supported") is True
        if said != self.openid_config["issuer"] and (said is not None or is_always_said):
            raise Refusal("issuer of the answer")
        tokens: Claims = super().get_access_token_data(request, *args, **kwargs)
        return tokens

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who logged in, by the signed token and by what the provider says of the same person."""
        claims = self._verified(str(kwargs["response"].get("id_token") or ""), app.client_id)
        if endpoint := self.openid_config.get("userinfo_endpoint"):
            told = _fetched(endpoint, token.token)
            if told.get("sub") != claims["sub"]:
                raise Refusal("another person")
            claims = told | claims
        return self.get_provider().sociallogin_from_response(request, claims)

    def _verified(self, id_token: str, client_id: str) -> Claims:
        try:
            claims: Claims = jwt.decode(
                id_token,
                self._key(id_token),
                algorithms=list(SIGNED_BY),
                audience=client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER_S,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, TypeError, ValueError) as error:
            raise Refusal(type(error).__name__) from error
        if not self.nonce or claims.get("nonce") != self.nonce:
            raise Refusal("nonce")
        if claims.get("azp", client_id) != client_id:
            raise Refusal("meant for another client")
        return claims

    def _key(self, id_token: str) -> jwt.PyJWK:
        number = jwt.get_unverified_header(id_token).get("kid")
        keys = jwt.PyJWKSet.from_dict(_fetched(self.openid_config["jwks_uri"])).keys
        fitting = [key for key in keys if key.public_key_use in {None, "sig"} and number in {None, key.key_id}]
        if len(fitting) != 1:
            raise Refusal("key")
        return fitting[0]


def checked_configuration(said: Claims, issuer: str) -> Claims:
    """What a provider says of itself, if it may count.

    Raises: Refusal: it names another issuer, or an address to which no secret may go.
    """
    addresses = [said.get(name) for name in (*NEEDED[1:], "userinfo_endpoint") if name in said or name in NEEDED]
    if said.get("issuer") != issuer:
        raise Refusal("issuer")
    if not all(isinstance(each, str) and is_safe_endpoint(each) for each in addresses):
        raise Refusal("addresses")
    return said


def _fetched(address: str, access_token: str | None = None) -> Claims:
    """A JSON object from the provider; redirections are not followed."""
    headers = {"Authorization": f"Bearer {access_token}"} if access_token else {}
    with get_adapter().get_requests_session() as session:
        answer = session.get(address, headers=headers)
        answer.raise_for_status()
    try:
        said = json.loads(answer.content)
    except ValueError as error:
        raise Refusal("no JSON") from error
    if not isinstance(said, dict):
        raise Refusal("no object")
    return said
