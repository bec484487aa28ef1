"""Addresses of documents, for those who keep them and for everybody."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.documents import adding, one, redacting, several, shelf

urlpatterns = [
    path("enterprises/<int:pk>/documents/", shelf.shelf, name="shelf"),
    path("enterprises/<int:pk>/documents/new/", adding.document_new, name="document-new"),
    path("enterprises/<int:pk>/documents/several/", several.documents_several, name="documents-several"),
    path("documents/<int:pk>/", one.document, name="document"),
    path("documents/<int:pk>/version/", adding.document_version, name="document-version"),
    path("documents/<int:pk>/files/<int:file>/", one.document_file, name="document-file"),
    path("documents/<int:pk>/files/<int:file>/redact/", redacting.redact, name="document-file-redact"),
]
