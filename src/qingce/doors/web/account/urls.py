"""Addresses of everybody's own pages."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.account import entries, overview, personal_data
from qingce.doors.web.organisations import invited, one, registering

urlpatterns = [
    path("account/", overview.account, name="account"),
    path("account/security/", overview.security, name="security"),
    path("account/second-factor/", overview.second_factor_needed, name="second-factor-needed"),
    path("account/activity/", overview.activity, name="activity"),
    path("account/entries/", entries.entries, name="entries"),
    path("account/data/", personal_data.data, name="personal-data"),
    path("account/data/export/", personal_data.export, name="personal-data-export"),
    path("account/data/erase/", personal_data.erase, name="personal-data-erase"),
    path("account/switch/", overview.switch, name="switch"),
    path("organisations/", registering.organisations, name="organisations"),
    path("organisations/new/", registering.register, name="organisation-new"),
    path("organisations/<int:pk>/", one.organisation, name="organisation"),
    path("organisations/<int:pk>/proofs/<int:file>/", one.proof, name="organisation-proof"),
    path("invitations/<slug:secret>/", invited.invitation, name="invitation"),
]
