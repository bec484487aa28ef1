"""Addresses of audit agencies."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.accreditation import mine, papers, public

urlpatterns = [
    path("auditors/", public.auditors, name="auditors"),
    path("auditors/<int:pk>/", public.audit_agency, name="audit-agency"),
    path("my/accreditation/", mine.my_agencies, name="my-agencies"),
    path("my/accreditation/<int:pk>/", mine.my_accreditation, name="my-accreditation"),
    path("my/accreditation/<int:pk>/papers/", papers.my_papers, name="my-accreditation-papers"),
    path("my/accreditation/<int:pk>/papers/<int:file>/", papers.my_paper, name="my-accreditation-paper"),
]
