"""Addresses of logging in, second factors and sessions: allauth's pages that are used here, and no others."""

from __future__ import annotations

from allauth.socialaccount.views import connections
from django.urls import include, path

from qingce.doors.web.account.provider import views

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("provider/", connections, name="socialaccount_connections"),
    path("provider/trouble/", views.trouble, name="provider_trouble"),
    path("provider/<slug:provider_id>/login/", views.start, name="openid_connect_login"),
    path("provider/<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
