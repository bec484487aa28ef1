"""Addresses of programs: without a language."""

from __future__ import annotations

from django.urls import include, path

from qingce.doors.api.bulk import bulk
from qingce.doors.api.version1 import API, PREFIX, patterns

urlpatterns = [
    path(PREFIX.lstrip("/"), include(patterns(API))),
    path("bulk/<slug:name>.<slug:form>", bulk, name="bulk"),
]
