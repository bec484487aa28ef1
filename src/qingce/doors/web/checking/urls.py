"""Addresses of checking; the QR code of each page of a document leads here.

What compares has addresses of its own, since it costs more: `data/doors.toml`.
"""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.checking import one, start

urlpatterns = [
    path("check/", start.check, name="check"),
    path("check/compare/", start.compare, name="check-compare"),
    path("check/<str:code>/", one.document, name="check-document"),
    path("check/<str:code>/compare/", one.compare, name="check-document-compare"),
    path("check/<str:code>/document.pdf", one.pdf, name="check-pdf"),
    path("check/<str:code>/document.docx", one.docx, name="check-docx"),
]
