"""Pages of the ledger, and files of records and enterprises that it proves."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.ledger import about, certificates, checkpoints, entry, overview

urlpatterns = [
    path("ledger/", overview.overview, name="ledger"),
    path("ledger/entries.csv", overview.download, name="ledger-download"),
    path("ledger/entries.json", overview.entries_json, name="ledger-entries-json"),
    path("ledger/entries/<str:named>/", entry.entry, name="ledger-entry"),
    path("ledger/entries/<int:number>.json", entry.entry_json, name="ledger-entry-json"),
    path("ledger/entries/<int:number>/proof.json", entry.proof, name="ledger-proof"),
    path("ledger/entries/<int:number>/rows/<int:subject>/proof.json", entry.row, name="ledger-row"),
    path("ledger/checkpoints/", checkpoints.checkpoints, name="ledger-checkpoints"),
    path("ledger/growth/<int:older>/<int:newer>.json", checkpoints.growth, name="ledger-growth"),
    path("ledger/check/", about.check, name="ledger-check"),
    path("ledger/schemas/", about.schemas, name="ledger-schemas"),
    path("records/<int:pk>/proof.json", certificates.record_proof, name="record-proof"),
    path("records/<int:pk>/certificate.json", certificates.record_certificate, name="record-certificate"),
    path("records/<int:pk>/certificate/", certificates.record_certificate_page, name="record-certificate-page"),
    path("enterprises/<int:pk>/certificate.json", certificates.enterprise_certificate, name="enterprise-certificate"),
    path(
        "enterprises/<int:pk>/certificate/",
        certificates.enterprise_certificate_page,
        name="enterprise-certificate-page",
    ),
]
