"""Addresses of cases."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.cases import figures, mine, preparing, public

urlpatterns = [
    path("my/green-choice/<int:pk>/removal/", mine.my_cases, name="my-cases"),
    path("my/cases/<int:pk>/", mine.my_case, name="my-case"),
    path("my/cases/<int:pk>/records/<int:record>/", preparing.my_case_record, name="my-case-record"),
    path("my/cases/<int:pk>/files/<int:file>/", mine.my_case_file, name="my-case-file"),
    path("cases/", public.cases, name="cases"),
    path("cases/figures/", figures.case_figures, name="case-figures"),
    path("cases/figures.csv", figures.case_figures_csv, name="case-figures-csv"),
    path("cases/<int:pk>/", public.case, name="case"),
    path("cases/<int:pk>/evidence/<int:file>/", public.case_evidence, name="case-evidence"),
    path("cases/<int:pk>/reports/<int:number>.json", public.case_report, name="case-report"),
    path("cases/<int:pk>/files/<int:file>/", public.case_file, name="case-file"),
]
