"""Addresses of checking; the QR code of each page of a document leads here."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.checking import one, start

urlpatterns = [
    path("check/", start.check, name="check"),
    path("check/<str:code>/", one.document, name="check-document"),
    path("check/<str:code>/document.pdf", one.pdf, name="check-pdf"),
    path("check/<str:code>/document.docx", one.docx, name="check-docx"),
]
