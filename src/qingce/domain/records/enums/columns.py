"""The columns that a file of records may bring; every other column is kept in the saved copy only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.records.enums.choices import RecordType, SourceKind, ViolationCategory
from qingce.shared.intake.enums import Field, FieldKind

ENTERPRISE_FIELDS = (
    Field("enterprise_name", FieldKind.TEXT, _("Enterprise name"), is_required=True, max_length=200),
    Field("uscc", FieldKind.USCC, _("Unified social credit code")),
    Field("former_names", FieldKind.TEXT, _("Former names, separated by semicolons"), max_length=1000),
    Field("is_pseudonym", FieldKind.BOOLEAN, _("The name is a pseudonym")),
    Field("address", FieldKind.TEXT, _("Address"), max_length=300),
    Field("province", FieldKind.TEXT, _("Province"), max_length=40),
    Field("city", FieldKind.TEXT, _("Prefecture"), max_length=40),
    Field("county", FieldKind.TEXT, _("County"), max_length=40),
    Field("industry", FieldKind.TEXT, _("Industry (name or GB/T 4754-2017 code)"), max_length=100),
    Field("longitude", FieldKind.DECIMAL, _("Longitude"), digits=9, places=6, minimum=-180, maximum=180),
    Field("latitude", FieldKind.DECIMAL, _("Latitude"), digits=9, places=6, minimum=-90, maximum=90),
    Field("listed", FieldKind.BOOLEAN, _("Belongs to a listed company")),
)
RECORD_FIELDS = (
    Field("type", FieldKind.CHOICE, _("Type"), is_required=True, choices=tuple(RecordType.values)),
    Field("title", FieldKind.TEXT, _("Title"), is_required=True, max_length=300),
    Field("doc_no", FieldKind.TEXT, _("Document number"), max_length=120),
    Field("issuer", FieldKind.TEXT, _("Issuing body"), max_length=200),
    Field("published_on", FieldKind.DATE, _("Publication date")),
    Field("decided_on", FieldKind.DATE, _("Date of decision")),
    Field("inspected_on", FieldKind.DATE, _("Date of inspection")),
    Field("year", FieldKind.YEAR, _("Year"), minimum=1949),
    Field("description", FieldKind.LONG_TEXT, _("What happened"), max_length=20000),
    Field("laws", FieldKind.LONG_TEXT, _("Laws cited"), max_length=5000),
    Field("measure", FieldKind.LONG_TEXT, _("Penalty or measure"), max_length=5000),
    Field("fine_cny", FieldKind.AMOUNT_CNY, _("Fine [CNY]"), digits=16, places=2),
    Field("violations", FieldKind.CHOICES, _("Violation categories"), choices=tuple(ViolationCategory.values)),
    Field(
        "measurements",
        FieldKind.LONG_TEXT,
        _("Pollutants: name|value|limit|unit|outlet|times over; …"),
        max_length=20000,
    ),
    Field("quantities", FieldKind.LONG_TEXT, _("Quantities: what|amount|unit; …"), max_length=20000),
    Field("details", FieldKind.LONG_TEXT, _("Fields of this type: name=value; …"), max_length=5000),
)
SOURCE_FIELDS = (
    Field("source_title", FieldKind.TEXT, _("Source"), is_required=True, max_length=300),
    Field("source_kind", FieldKind.CHOICE, _("Kind of source"), choices=tuple(SourceKind.values)),
    Field("source_published_on", FieldKind.DATE, _("Source published on")),
    Field("source_url", FieldKind.TEXT, _("Address of the source"), max_length=500),
    Field("licence", FieldKind.TEXT, _("Licence"), max_length=300),
    Field("reference", FieldKind.TEXT, _("Address of the page"), max_length=500),
)
FIELDS = (*ENTERPRISE_FIELDS, *RECORD_FIELDS, *SOURCE_FIELDS)
