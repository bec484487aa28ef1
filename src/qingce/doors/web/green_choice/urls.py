"""Addresses of an enterprise's own pages on disclosure."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.green_choice import (
    cleaner,
    disclosure,
    explaining,
    home,
    monitoring,
    promises,
    publication,
    sending,
    stakeholders,
    supports,
)

urlpatterns = [
    path("my/green-choice/", home.green_choice, name="green-choice"),
    path("my/green-choice/<int:pk>/", home.green_choice_of, name="green-choice-of"),
    path("my/green-choice/<int:pk>/explain/<slug:kind>/", explaining.explain, name="explain"),
    path("my/green-choice/<int:pk>/explain/<slug:kind>/send/", sending.send, name="explain-send"),
    path("my/green-choice/disclosures/<int:pk>/", disclosure.my_disclosure, name="my-disclosure"),
    path("my/green-choice/disclosures/<int:pk>/document.pdf", disclosure.my_document, name="my-disclosure-document"),
    path("my/green-choice/disclosures/<int:pk>/files/<int:file>/", disclosure.my_paper, name="my-disclosure-file"),
    path("my/green-choice/disclosures/<int:pk>/documents/", supports.supports, name="my-disclosure-supports"),
    path("my/green-choice/disclosures/<int:pk>/documents/new/", supports.support_new, name="my-disclosure-support-new"),
    path("my/green-choice/<int:pk>/stakeholders/", stakeholders.my_stakeholders, name="my-stakeholders"),
    path("my/green-choice/filings/<int:pk>/", stakeholders.my_filing, name="my-filing"),
    path("my/green-choice/filings/<int:pk>/files/<int:file>/", stakeholders.my_filing_file, name="my-filing-file"),
    path("my/green-choice/<int:pk>/cleaner-production/", cleaner.my_audits, name="my-cleaner"),
    path("my/green-choice/audits/<int:pk>/", cleaner.my_audit_publication, name="my-audit-publication"),
    path("my/green-choice/publications/<int:pk>/", publication.my_publication, name="my-publication"),
    path("my/green-choice/<int:pk>/promises/", promises.my_promises, name="my-promises"),
    path("my/green-choice/<int:pk>/monitoring/", monitoring.monitoring, name="monitoring"),
    path("my/green-choice/<int:pk>/monitoring/send/", monitoring.monitoring_send, name="monitoring-send"),
    path("my/green-choice/monitoring/<int:pk>/", monitoring.monitoring_text, name="monitoring-note"),
    path("my/green-choice/records/<int:pk>/", explaining.explain_record, name="explain-record"),
]
