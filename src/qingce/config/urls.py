"""Every address of the product: Chinese without a prefix, English below /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("", include("qingce.doors.web.urls")), prefix_default_language=False)
