"""Addresses of the office, below /office/."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.office import (
    claims,
    decisions,
    families,
    home,
    import_columns,
    import_files,
    import_proposals,
    imports,
    ledger,
    mail,
    organisations,
    people,
    records,
    requests,
    review,
)

urlpatterns = [
    path("", home.office, name="office"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:batch>/", imports.one_import, name="import"),
    path("imports/<int:batch>/columns/", import_columns.columns, name="import-columns"),
    path("imports/<int:batch>/rejected/<int:number>/", import_files.rejected, name="import-rejected"),
    path("imports/<int:batch>/undo/", import_proposals.undo, name="import-undo"),
    path("imports/<int:batch>/restore/", import_proposals.restore, name="import-restore"),
    path("requests/", requests.requests, name="office-requests"),
    path("requests/<int:pk>/", requests.one_request, name="office-request"),
    path("requests/<int:pk>/release/", requests.release, name="office-request-release"),
    path("requests/<int:pk>/erase/", requests.erase, name="office-request-erase"),
    path("requests/<int:pk>/files/<int:file>/", requests.evidence, name="office-request-file"),
    path("records/", records.records, name="office-records"),
    path("records/<int:pk>/", records.one_record, name="office-record"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.one_decision, name="decision"),
    path("ledger/<int:number>/words/", ledger.redact, name="office-redact"),
    path("mail/", mail.mail, name="office-mail"),
    path("mail/<int:letter>/again/", mail.again, name="office-mail-again"),
    path("people/", people.list_people, name="office-people"),
    path("people/<int:pk>/", people.person, name="office-person"),
    path("organisations/", organisations.list_organisations, name="office-organisations"),
    path("organisations/<int:pk>/", organisations.one_organisation, name="office-organisation"),
    path("claims/", claims.list_claims, name="office-claims"),
    path("claims/<int:pk>/", claims.one_claim, name="office-claim"),
    path("claims/<int:pk>/letter/", claims.letter, name="office-claim-letter"),
    path("claims/<int:pk>/files/<int:file>/", claims.claim_paper, name="office-claim-file"),
    path("review/", review.review, name="review"),
    path("review/next/", review.next_one, name="next-question"),
    path("review/<int:number>/", review.question, name="question"),
    path("enterprises/", families.families, name="families"),
    path("enterprises/<int:number>/", families.family, name="family"),
]
