"""Addresses of the alliance."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.alliance import costs, mine, public

urlpatterns = [
    path("alliance/", public.alliance, name="alliance"),
    path("alliance/<slug:member>/", public.alliance_member, name="alliance-member"),
    path("my/alliance/<int:pk>/", mine.my_place, name="my-alliance"),
    path("my/audits/<int:pk>/costs/", costs.my_costs, name="my-audit-costs"),
    path("my/audits/<int:pk>/costs/<int:file>/", costs.my_receipt, name="my-audit-receipt"),
]
