"""Addresses of the notice board."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web.notices import board, feeds, following, objecting, one

urlpatterns = [
    path("notices/", board.board, name="notices"),
    path("notices/feed.atom", feeds.feed, name="notices-feed"),
    path("notices/calendar.ics", feeds.calendar, name="notices-calendar"),
    path("notices/<int:pk>/calendar.ics", feeds.calendar_of_one, name="notice-calendar"),
    path("notices/<int:pk>/follow/", following.follow_one, name="notice-follow"),
    path("notices/follow/<slug:kind>/", following.follow_kind, name="notice-follow-kind"),
    path("notices/letters/<str:token>/confirm/", following.confirm, name="notice-follow-confirm"),
    path("notices/letters/<str:token>/", following.letters, name="notice-letters"),
    path("account/letters/", following.my_letters, name="my-letters"),
    path("notices/letters/<str:token>/end/", following.end, name="notice-follow-end"),
    path("notices/<int:pk>/", one.one_notice, name="notice"),
    path("notices/<int:pk>/objection/", objecting.objection, name="objection-new"),
    path("notices/<int:pk>/objection/sent/", objecting.objection_sent, name="objection-sent"),
    path("notices/objections/<slug:secret>/", objecting.own, name="objection"),
    path("notices/objections/<slug:secret>/confirm/", objecting.confirm, name="objection-confirm"),
]
