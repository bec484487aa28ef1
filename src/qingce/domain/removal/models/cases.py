"""A case: an enterprise's application that records of it be removed, and every step of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_

from django.db import models
from django.db.models import Q

from qingce.domain.removal.cases.enums import NEVER_PUBLIC, NOT_OWED, CaseParty, CasePath, CaseState, Result


def in_none_of(states: Sequence[CaseState]) -> Q:
    """Cases in other states, as conditions of indexes say it: only said so, one by one, SQLite sees that they fit."""
    return reduce(and_, (~Q(state=each.value) for each in states))


PUBLIC, OWED = in_none_of(NEVER_PUBLIC), in_none_of(NOT_OWED)


class Case(models.Model):
    """One application for one or several records of an enterprise (IPE-2017 §2)."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    division = models.CharField(max_length=6, blank=True, default="", help_text="Of the enterprise, when it applied.")
    state = models.CharField(max_length=12, choices=CaseState, default=CaseState.DRAFT)
    path = models.CharField(max_length=8, choices=CasePath, blank=True, default="", help_text="Empty: not determined.")
    version = models.PositiveIntegerField(default=1, help_text="Grows with each step.")
    round = models.PositiveSmallIntegerField(default=1, help_text="How often papers are handed in.")
    applied_on = models.DateField(null=True, help_text="The day that terms and windows count from; frozen.")
    rules = models.CharField(max_length=64, blank=True, default="", help_text="Digest of the removal rules; frozen.")
    types = models.CharField(max_length=64, blank=True, default="", help_text="Digest of the types of papers; frozen.")
    opened_by = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    reviewer = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, null=True, related_name="+", help_text="Who works on it."
    )
    since = models.DateTimeField(help_text="When its state began.")
    due_on = models.DateField(null=True, help_text="Until when whoever owes the next step takes it.")
    review_left = models.PositiveSmallIntegerField(
        null=True, help_text="Working days that were left of the review when papers were asked for."
    )
    asked = models.TextField(blank=True, default="", help_text="What the enterprise was told to put right or to add.")
    result = models.CharField(max_length=12, choices=Result, blank=True, default="")
    reason = models.TextField(blank=True, default="", help_text="Public, where it ended otherwise than by a report.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            # Lists read numbers from an index alone: what it is ordered by, then what it is narrowed by.
            models.Index(fields=["state", "due_on", "id", "division"], name="case_of_state"),
            models.Index(fields=["due_on", "id", "division", "state"], name="case_owed", condition=OWED),
            models.Index(fields=["reviewer", "due_on", "id", "division", "state"], name="case_desk", condition=OWED),
            models.Index(fields=["reviewer", "state", "due_on"], name="case_of_reviewer"),
            models.Index(fields=["opened_by"], name="case_opened_by"),
            models.Index(fields=["-applied_on", "-id", "state"], name="case_public", condition=PUBLIC),
            models.Index(fields=["state", "-applied_on", "-id"], name="case_public_state"),
            models.Index(fields=["path", "-applied_on", "-id", "state"], name="case_public_path", condition=PUBLIC),
            models.Index(fields=["state", "path", "-applied_on", "-id"], name="case_public_both"),
        )

    def __str__(self) -> str:
        return f"case {self.pk}"


class CaseRecord(models.Model):
    """A record of a case, with what was determined for it; each keeps its own list of papers."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="records")
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True, help_text="Its case is not over: no other one takes it.")
    title = models.CharField(max_length=300, help_text="When it was applied for.")
    source = models.CharField(max_length=400, help_text="Issuing body, document number and day, as it was then.")
    recorded_on = models.DateField(null=True, help_text="Of its decision, else inspection, else publication.")
    answers = models.JSONField(default=list, help_text="What the enterprise says of each violation: facts by name.")
    unknown = models.JSONField(default=list, help_text="Of each violation the questions that it cannot answer.")
    outcome = models.CharField(max_length=80, blank=True, default="", help_text="As determined; empty: not yet.")
    facts = models.JSONField(default=list, help_text="Of each violation what it was determined by.")
    lists = models.JSONField(default=list, help_text="Of each violation the lists of papers that its rows ask for.")
    rows = models.JSONField(default=list, help_text="Of each violation the rows of the rulebook that count.")
    claims = models.JSONField(default=list, help_text="Of each violation the claims that papers have to prove.")
    removed_at = models.DateTimeField(null=True)
    restored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "record"], name="one_row_per_record_of_case"),
            models.UniqueConstraint(fields=["record"], condition=Q(is_open=True), name="one_open_case_per_record"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.place}"


class UnlistedRecord(models.Model):
    """A record that the platform did not know of and the enterprise declared first (IPE-2017 §2.2.3 note 2)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="unlisted")
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=120, blank=True, default="")
    doc_no = models.CharField(max_length=120, blank=True, default="")
    decided_on = models.DateField(null=True)
    address = models.CharField(max_length=500, blank=True, default="", help_text="Where it can be read, if anywhere.")
    declared_by = models.CharField(max_length=100)
    declared_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Declaration(models.Model):
    """What a party declared: nothing paid or given, no conflict of interests (IPE-2017 §2.2.4 note; REM-10)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="declarations", db_index=False)
    party = models.CharField(max_length=12, choices=CaseParty)
    kind = models.CharField(max_length=40, help_text="Of `data/declarations.toml`.")
    version = models.CharField(max_length=12, help_text="Of its text.")
    round = models.PositiveSmallIntegerField()
    declared_by = models.CharField(max_length=100)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "party", "kind", "round", "declared_by"], name="one_declaration_per_party"
            ),
        )
        indexes = (models.Index(fields=["declared_by"], name="casedeclaration_by"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"


class CaseStep(models.Model):
    """A step that was taken: what the public timeline shows and the figures are counted from."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=40)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    party = models.CharField(max_length=12, choices=CaseParty)
    at = models.DateTimeField()
    days = models.PositiveIntegerField(help_text="Whole days that the state before lasted.")
    is_late = models.BooleanField(default=False, help_text="After the day on which it was due.")
    reason = models.TextField(blank=True, default="", help_text="Public.")
    clause = models.CharField(max_length=200, blank=True, default="")
    taken_by = models.CharField(max_length=100)

    class Meta:
        indexes = (models.Index(fields=["taken_by"], name="casestep_taken_by"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.act}"


class CaseMessage(models.Model):
    """A word of the conversation that is kept with a case, between the enterprise and the staff; not public."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    party = models.CharField(max_length=12, choices=CaseParty)
    text = models.TextField()
    said_by = models.CharField(max_length=100)
    said_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["said_by"], name="casemessage_said_by"),)

    def __str__(self) -> str:
        return f"{self.case_id}: message {self.pk}"


class CaseReminder(models.Model):
    """That it was told how soon an application ends: once for each last day and each term."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    days = models.PositiveSmallIntegerField(help_text="The term that was reached: so many days before.")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "due_on", "days"], name="one_case_reminder_per_term"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.days}"
