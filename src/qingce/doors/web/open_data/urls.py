"""Addresses of the open data."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.open_data import pages

urlpatterns = [
    path("data/", pages.open_data, name="open-data"),
    path("data/dictionary.csv", pages.dictionary_csv, name="open-data-dictionary"),
    path("data/<slug:name>/", pages.one_dataset, name="open-data-set"),
]
