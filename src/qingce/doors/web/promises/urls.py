"""Addresses of promises."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.promises import pages

urlpatterns = [
    path("promises/", pages.promises, name="promises"),
    path("promises/promises.csv", pages.promises_download, name="promises-download"),
    path("enterprises/<int:pk>/promises/", pages.enterprise_promises, name="enterprise-promises"),
]
