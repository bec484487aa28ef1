"""Addresses of an enterprise's own pages on disclosure."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.green_choice import explaining, home

urlpatterns = [
    path("my/green-choice/", home.green_choice, name="green-choice"),
    path("my/green-choice/<int:pk>/", home.green_choice_of, name="green-choice-of"),
    path("my/green-choice/<int:pk>/explain/<slug:kind>/", explaining.explain, name="explain"),
    path("my/green-choice/records/<int:pk>/", explaining.explain_record, name="explain-record"),
]
