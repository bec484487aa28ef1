"""People, and the roles that the platform gave them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from qingce.shared.parties.enums import StaffRole


class PersonManager(BaseUserManager["Person"]):
    """People by e-mail address, in whatever case it is typed."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this e-mail address."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who logs in."""

    email = models.EmailField(max_length=254, unique=True, help_text="In small letters.")
    name = models.CharField(max_length=100, help_text="Stands beside what the person decides.")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """A role of the staff: who gave it when, and when it ended; the row stays."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=StaffRole)
    granted_by = models.CharField(max_length=100)
    granted_at = models.DateTimeField()
    ended_by = models.CharField(max_length=100, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(ended_at=None), name="one_grant_per_role_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"
