"""Every address of the product: Chinese without a prefix, English below /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("qingce.doors.web.machine_urls")),
    path("", include("qingce.doors.api.urls")),
    *i18n_patterns(
        path("", include("qingce.doors.web.urls")),
        path("account/", include("qingce.doors.web.account.log_in_urls")),
        prefix_default_language=False,
    ),
]
handler400 = "qingce.doors.web.errors.bad_request"
handler403 = "qingce.doors.web.errors.forbidden"
handler404 = "qingce.doors.web.errors.not_found"
handler500 = "qingce.doors.web.errors.server_error"
