"""What the journal calls this room's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "signed-up": _("Signed up"),
    "person-made": _("Account made by the staff"),
    "admitted-by-provider": _("Account made by an organisation's log-in"),
    "logged-in": _("Logged in"),
    "logged-out": _("Logged out"),
    "log-in-failed": _("Failed to log in"),
    "profile-changed": _("Name or language changed"),
    "password-changed": _("Password changed"),
    "password-set": _("Password set by the operator"),
    "password-reset": _("Password reset by mail"),
    "email-changed": _("E-mail address changed"),
    "second-factor-added": _("Second factor added"),
    "second-factor-removed": _("Second factor removed"),
    "recovery-codes-made": _("Recovery codes made anew"),
    "provider-connected": _("Log-in of an organisation connected"),
    "provider-removed": _("Log-in of an organisation removed"),
    "sessions-ended": _("Sessions ended"),
    "data-exported": _("Own data downloaded"),
    "person-erased": _("Account erased"),
    "entry-saved": _("Own entry saved"),
    "entry-dropped": _("Own entry dropped"),
    "role-given": _("Role of the staff given"),
    "role-ended": _("Role of the staff ended"),
    "organisation-registered": _("Organisation registered"),
    "organisation-active": _("Organisation let in"),
    "organisation-refused": _("Organisation refused"),
    "organisation-closed": _("Organisation closed"),
    "member-joined": _("Joined an organisation"),
    "member-invited": _("Somebody invited into an organisation"),
    "invitation-accepted": _("Invitation accepted"),
    "invitation-declined": _("Invitation declined"),
    "invitation-withdrawn": _("Invitation withdrawn"),
    "member-role-changed": _("Role of a member changed"),
    "member-removed": _("Member removed"),
    "member-left": _("Left an organisation"),
    "admin-appointed": _("Admin appointed by the staff"),
}
