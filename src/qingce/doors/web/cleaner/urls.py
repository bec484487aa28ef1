"""Addresses of cleaner production."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.cleaner import audits, downloads, pages, report, rosters, survey, surveys, tables

urlpatterns = [
    path("cleaner-production/", pages.overview, name="cleaner"),
    path("cleaner-production/matrix.csv", downloads.matrix_csv, name="cleaner-matrix-csv"),
    path("cleaner-production/totals.csv", downloads.totals_csv, name="cleaner-totals-csv"),
    path("cleaner-production/differences.csv", downloads.differences_csv, name="cleaner-differences-csv"),
    path("cleaner-production/tables/<slug:table>.csv", tables.counted_csv, name="cleaner-table"),
    path("cleaner-production/years/<int:year>/", pages.one_year, name="cleaner-year"),
    path("cleaner-production/years/<int:year>/cells.csv", tables.year_csv, name="cleaner-year-csv"),
    path("cleaner-production/provinces/<slug:code>/", pages.province, name="cleaner-province"),
    path("cleaner-production/provinces/<slug:code>/cells.csv", downloads.province_csv, name="cleaner-province-csv"),
    path("cleaner-production/cells/<int:pk>/", pages.cell, name="cleaner-cell"),
    path("cleaner-production/cells/<int:pk>/copy/", pages.saved_copy, name="cleaner-copy"),
    path("cleaner-production/audits/<int:pk>/", audits.audit, name="cleaner-audit"),
    path(
        "cleaner-production/publications/<int:pk>/copy/", audits.publication_saved_copy, name="cleaner-publication-copy"
    ),
    path("cleaner-production/rosters/", rosters.all_rosters, name="cleaner-rosters"),
    path("cleaner-production/rosters/<int:pk>/", rosters.one_roster, name="cleaner-roster"),
    path("cleaner-production/rosters/<int:pk>/lines.csv", rosters.roster_csv, name="cleaner-roster-csv"),
    path("cleaner-production/rosters/<int:pk>/copy/", rosters.roster_saved_copy, name="cleaner-roster-copy"),
    path("cleaner-production/survey/", survey.survey, name="cleaner-survey"),
    path("cleaner-production/reports/<int:year>/", report.one_report, name="cleaner-report"),
    path("cleaner-production/reports/<int:year>/document/", report.report_document, name="cleaner-report-document"),
    path(
        "cleaner-production/reports/<int:year>/tables/<slug:table>.csv", tables.report_csv, name="cleaner-report-table"
    ),
    path("cleaner-production/reports/<int:year>/findings.csv", report.findings_csv, name="cleaner-report-findings"),
    path("cleaner-production/reports/<int:year>/changes.csv", report.changes_csv, name="cleaner-report-changes"),
    path("cleaner-production/surveys/<int:pk>/", surveys.one_survey, name="cleaner-one-survey"),
    path("cleaner-production/surveys/<int:pk>/population.csv", surveys.population_csv, name="cleaner-population"),
    path("cleaner-production/surveys/<int:pk>/sample.csv", surveys.sample_csv, name="cleaner-sample"),
]
