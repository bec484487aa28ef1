"""Addresses of the notice board."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.notices import board, one

urlpatterns = [
    path("notices/", board.board, name="notices"),
    path("notices/<int:pk>/", one.one_notice, name="notice"),
]
