"""Addresses of trends and map."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.trends import views

urlpatterns = [
    path("trends/", views.trends, name="trends"),
    path("trends/trends.json", views.trends_json, name="trends-json"),
    path("trends/by-<slug:name>.csv", views.trends_csv, name="trends-csv"),
    path("trends/by-<slug:name>.svg", views.trends_svg, name="trends-svg"),
]
