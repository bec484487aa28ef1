"""Addresses of logging in, second factors and sessions: allauth's pages that are used here, and no others."""

from __future__ import annotations

from allauth.socialaccount.views import connections
from django.urls import include, path
from django.views.generic import RedirectView

from qingce.doors.web.account.provider import views
from qingce.doors.web.account.sessions import sessions

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("2fa/", RedirectView.as_view(pattern_name="web:security"), name="mfa_index"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", sessions, name="usersessions_list"),
    path("provider/", connections, name="socialaccount_connections"),
    path("provider/trouble/", views.trouble, name="provider_trouble"),
    path("provider/<slug:provider_id>/login/", views.start, name="openid_connect_login"),
    path("provider/<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
