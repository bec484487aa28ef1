"""The public notice board (公告、公示): what rooms make known, for how long, and what the public says to it.

This room knows no law. A room above tells it once, in its `AppConfig.ready`, what it will publish:

    from qingce.shared.notices.registry import NoticeKind, NoticeTerm, register_notice_kind

    register_notice_kind(NoticeKind("disclosed-documents", _("Disclosed documents"), _("What enterprises disclosed")))
    register_notice_kind(
        NoticeKind(
            "audit-report",
            _("Report of an on-site audit"),
            _("Reports before a record is removed"),
            term=NoticeTerm("removal", "alliance-notice"),  # book and parameter: how long, in which days
            takes_objections=True,
        )
    )

and publishes in the transaction of its own act:

    from qingce.shared.ledger.actions import THE_PLATFORM
    from qingce.shared.notices.actions import publish_notice, withdraw_notice
    from qingce.shared.notices.enums import About, NoticeText

    number = publish_notice(
        NoticeText(
            kind="disclosed-documents",
            key=f"disclosure/{disclosure.pk}",  # the same key again is the same notice: nothing is published twice
            title_zh="…", title_en="…", body_zh="…", body_en="…",  # plain text; either language may be empty
            area=enterprise.division,
            about=(About("enterprise", enterprise.pk, enterprise.name), About("record", record.pk, record.title)),
        ),
        by=THE_PLATFORM,  # or `taker_of(actor, PLATFORM_PARTY)`: then the ledger tells who it was
        at=at,
    )
    withdraw_notice(number, reason="…", by=THE_PLATFORM, at=at)  # the reason is public; the notice stays to be read

`About` names things as the ledger does (kind and number); the doors know their pages. A kind without a term stands for
good and takes no objections. One with a term is reckoned from `begins_on` (the day of `at`, unless told), which is day
zero: the period ends when its last day ends, in China. A year without a published calendar is refused by
`CalendarGap`, before anything is written. The worker opens and closes notices; each public act is in the ledger, in the
feed as "notice", and in the private journal. `queries.notice_of_key(key)` finds a notice again and
`queries.get_notice` tells how it stands.
"""
