"""Pages of the rules: books, their versions, single rules, and forms to try them."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.rules import books, one_rule, trying

urlpatterns = [
    path("rules/", books.books, name="rules"),
    path("rules/<str:book>/", books.book, name="rules-book"),
    path("rules/<str:book>/try/", trying.try_table, name="rules-try"),
    path("rules/<str:book>/decision.json", trying.decision_json, name="rules-decision"),
    path("rules/<str:book>/<str:version>/", books.version, name="rules-version"),
    path("rules/<str:book>/<str:version>/released.json", books.released, name="rules-released"),
    path("rules/<str:book>/<str:version>/table/<str:table>/<str:row>/", one_rule.row, name="rules-row"),
    path("rules/<str:book>/<str:version>/<str:kind>/<str:name>/", one_rule.rule, name="rules-rule"),
]
