"""Pages by address, each in every language."""

from __future__ import annotations

from django.urls import include, path

from qingce.doors.web import (
    about,
    determination_json,
    dictionary,
    disclosures,
    downloads,
    draws,
    enterprise,
    home,
    pieces,
    privacy,
    record,
    results,
    results_json,
    suggest,
)
from qingce.doors.web.corrections import follow, report
from qingce.doors.web.extracts import issuing

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", results.results, name="results"),
    path("search/download.csv", downloads.results_download, name="download"),
    path("search/results.json", results_json.results_json, name="results-json"),
    path("suggest/", suggest.suggestions, name="suggest"),
    path("enterprises/<int:pk>/", enterprise.enterprise, name="enterprise"),
    path("enterprises/<int:pk>/records.csv", downloads.enterprise_download, name="enterprise-download"),
    path("enterprises/<int:pk>/removals.csv", downloads.enterprise_removals, name="enterprise-removals"),
    path("records/<int:pk>/", record.record, name="record"),
    path("records/<int:pk>/sources/<int:provenance>/", record.source, name="source"),
    path("records/<int:pk>/determination.json", determination_json.determination_json, name="record-determination"),
    path("records/<int:pk>/extract/", issuing.record_document, name="record-extract"),
    path("enterprises/<int:pk>/extract/", issuing.enterprise_document, name="enterprise-extract"),
    path("records/<int:pk>/report/", report.report, name="report"),
    path("requests/<slug:secret>/", follow.follow, name="request"),
    path("uploads/", pieces.begin, name="uploads"),
    path("uploads/<str:token>/", pieces.piece, name="upload"),
    path("dictionary/", dictionary.dictionary, name="dictionary"),
    path("dictionary/columns.csv", dictionary.columns_download, name="columns-download"),
    path("dictionary/types.csv", dictionary.types_download, name="types-download"),
    path("disclosures/<int:pk>/", disclosures.disclosure, name="disclosure"),
    path("disclosures/<int:pk>/files/<int:file>/", disclosures.disclosure_file, name="disclosure-file"),
    path("draws/", draws.draws, name="draws"),
    path("draws/<int:pk>/", draws.one_draw, name="draw"),
    path("draws/<int:pk>/draw.json", draws.draw_download, name="draw-file"),
    path("about/", about.about, name="about"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("", include("qingce.doors.web.accreditation.urls")),
    path("", include("qingce.doors.web.account.urls")),
    path("", include("qingce.doors.web.alliance.urls")),
    path("", include("qingce.doors.web.audits.urls")),
    path("", include("qingce.doors.web.cases.urls")),
    path("", include("qingce.doors.web.checking.urls")),
    path("", include("qingce.doors.web.checklists.urls")),
    path("", include("qingce.doors.web.claims.urls")),
    path("", include("qingce.doors.web.cleaner.urls")),
    path("", include("qingce.doors.web.documents.urls")),
    path("", include("qingce.doors.web.green_choice.urls")),
    path("", include("qingce.doors.web.guides")),
    path("", include("qingce.doors.web.ledger.urls")),
    path("", include("qingce.doors.web.notices.urls")),
    path("", include("qingce.doors.web.open_data.urls")),
    path("", include("qingce.doors.web.promises.urls")),
    path("", include("qingce.doors.web.rules.urls")),
    path("", include("qingce.doors.web.trends.urls")),
    path("office/", include("qingce.doors.web.office.urls")),
]
