"""Addresses of forms: online, and on a tablet; what a tablet keeps lies below `tablet/` alone."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.checklists import online, sync, tablet

urlpatterns = [
    path("my/audits/<int:pk>/form/", online.audit_form, name="audit-form"),
    path("my/audits/<int:pk>/form/laws/", online.audit_form_laws, name="audit-form-laws"),
    path("my/audits/<int:pk>/form/files/<int:file>/", online.audit_form_file, name="audit-form-file"),
    path("my/audits/<int:pk>/form/<slug:item>/", online.audit_form_item, name="audit-form-item"),
    path("tablet/", tablet.shell, name="tablet"),
    path("tablet/worker.js", tablet.worker, name="tablet-worker"),
    path("tablet/manifest.webmanifest", tablet.manifest, name="tablet-manifest"),
    path("tablet/me.json", sync.me, name="tablet-me"),
    path("tablet/<slug:kind>/<int:pk>/sheet.json", sync.sheet, name="tablet-sheet"),
    path("tablet/<slug:kind>/<int:pk>/<slug:item>/answer/", sync.answer, name="tablet-answer"),
    path("tablet/<slug:kind>/<int:pk>/<slug:item>/evidence/", sync.evidence, name="tablet-evidence"),
]
