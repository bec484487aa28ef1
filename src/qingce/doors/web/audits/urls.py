"""Addresses of on-site audits."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.audits import mine, public

urlpatterns = [
    path("my/audits/", mine.my_audits, name="my-audits"),
    path("my/audits/<int:pk>/", mine.my_audit, name="my-audit"),
    path("audits/", public.audits, name="audits"),
    path("audits/<int:pk>/", public.audit, name="audit"),
]
