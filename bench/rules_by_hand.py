"""The table of removal as somebody who knows Polars would write it for this table alone; unknowns are kept, too."""

from __future__ import annotations

from datetime import date

import polars as pl

NOT_FOR = ("feedback", "emissions", "key-entity", "performance", "exemplary", "exempted", "cleaner-production")
NOT_FOR_EITHER = ("accident-risk", "eia")
SEVERE = (
    "listed-supervision", "detention-or-transfer", "stopped-for-rectification", "daily-fine", "sealed-or-seized",
    "major-incident-criticised",
)  # fmt: skip
ON_SITE = (
    "hidden-outlet", "facility-idle", "facility-removed-unapproved", "production-before-facility", "data-falsified",
    "other-serious", *SEVERE,
)  # fmt: skip
OFF_SITE = (
    "record-wrong", "entry-mistake", "device-fault", "device-not-verified", "permit-expired", "banned-energy-equipment",
    "energy-limit-exceeded", "energy-data-forged", "energy-process-failing", "heavy-pollution-measures",
    "noise-disturbance", "nuclear-equipment", "waste-storage-irregular", "waste-unlabelled", "eia-author-criticised",
    "vehicle-test-missed",
)  # fmt: skip
YELLOW = ("yellow-no-certification", "yellow-no-improvement", "yellow-late-declaration")
LITTLE_WASTE = ("waste-to-unlicensed", "waste-manifest", "waste-mixed")
OUTCOMES = pl.Enum(["not-applicable", "on-site", "off-site", "person"])
TONNES, TIMES = 3, 10


def by_hand(frame: pl.DataFrame, *, recent_from: date) -> pl.Series:
    """Outcomes of a frame of facts; null is unknown."""
    recent = pl.col("published_on") >= recent_from
    chain = pl.lit("person", OUTCOMES)
    for name, counts in (("off-site", _off_site(recent)), ("on-site", _on_site(recent)), ("not-applicable", _never())):
        known = pl.when(counts).then(pl.lit(name, OUTCOMES))
        chain = known.when(counts.is_null()).then(None).otherwise(chain)
    return frame.lazy().select(chain.alias("outcome")).collect().to_series()


def _matter(name: str) -> pl.Expr:
    return pl.col(f"matters={name}")


def _never() -> pl.Expr:
    good = pl.col("rating_colour").is_in(["green", "blue"]) & (pl.col("record_type") == "credit-rating")
    return pl.col("record_type").is_in([*NOT_FOR, *NOT_FOR_EITHER]) | good


def _on_site(recent: pl.Expr) -> pl.Expr:
    untrue = (_matter("record-wrong") | _matter("entry-mistake")) & pl.col("is_untrue_proven")
    faulty = (_matter("device-fault") | _matter("device-not-verified")) & pl.col("is_device_fault_proven")
    stopped = _matter("equipment-stopped") & ~pl.col("has_like_pollutants") & pl.col("is_stop_proven")
    dumped = _matter("waste-illegal-disposal") & (pl.col("waste_t") >= TONNES)
    bad = pl.col("rating_colour").is_in(["red", "black"]) & (pl.col("record_type") == "credit-rating")
    often = (pl.col("exceedance_days") >= TIMES) & ~faulty
    grave = pl.any_horizontal(dumped, bad, *map(_matter, ON_SITE)) & ~untrue
    return recent & (grave | often | (_matter("exceedance") & ~(untrue | faulty | stopped)))


def _off_site(recent: pl.Expr) -> pl.Expr:
    yellow = pl.any_horizontal(
        *map(_matter, YELLOW), _matter("yellow-reason-unknown") & ~pl.col("enterprise_has_waste")
    ) & (pl.col("rating_colour") == "yellow")
    little = pl.any_horizontal(*map(_matter, LITTLE_WASTE)) & (pl.col("waste_t") < TONNES)
    return pl.any_horizontal(
        ~recent,
        yellow,
        little,
        _matter("no-three-synchronisations") & ~pl.col("project_has_waste"),
        _matter("equipment-stopped") & ~pl.col("has_like_pollutants"),
        _matter("fire-or-explosion") & ~pl.col("has_major_impact"),
        _matter("monitoring-operator-record") & ~pl.col("involves_forgery"),
        *map(_matter, OFF_SITE),
    )
