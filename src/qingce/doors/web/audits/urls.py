"""Addresses of on-site audits."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.audits import declaring, mine, proving, public, quoting

urlpatterns = [
    path("my/audits/", mine.my_audits, name="my-audits"),
    path("my/audits/<int:pk>/", mine.my_audit, name="my-audit"),
    path("my/audits/<int:pk>/files/<int:file>/", mine.my_audit_file, name="my-audit-file"),
    path("my/audits/<int:pk>/declaration/", declaring.my_declaration, name="my-audit-declaration"),
    path("my/audits/<int:pk>/declaration/print/", declaring.my_declaration_print, name="my-audit-declaration-print"),
    path("my/audits/<int:pk>/declaration/<int:file>/", declaring.my_declaration_file, name="my-audit-declaration-file"),
    path("my/audits/<int:pk>/documents/<str:code>/", mine.my_audit_document, name="my-audit-document"),
    path("my/audits/<int:pk>/quote/", quoting.my_quote, name="my-quote"),
    path("my/audits/<int:pk>/remedies/<int:file>/", mine.my_audit_remedy, name="my-audit-remedy"),
    path("my/audits/<int:pk>/evidence/<slug:duty>/", proving.my_evidence, name="my-audit-evidence"),
    path("my/audits/<int:pk>/evidence/files/<int:file>/", proving.my_evidence_file, name="my-audit-evidence-file"),
    path("audits/", public.audits, name="audits"),
    path("audits/<int:pk>/", public.audit, name="audit"),
]
