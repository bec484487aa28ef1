"""Addresses of claims, for those who claim."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.claims import claiming, one

urlpatterns = [
    path("enterprises/<int:pk>/claim/", claiming.claim_new, name="claim-new"),
    path("claims/", one.claims, name="claims"),
    path("claims/<int:pk>/", one.claim, name="claim"),
    path("claims/<int:pk>/files/<int:file>/", one.claim_file, name="claim-file"),
]
