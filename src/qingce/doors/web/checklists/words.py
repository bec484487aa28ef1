"""What the page on a tablet says: its program has no words of its own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# By the names that the program uses; {0} is filled in there.
_WORDS = {
    "online": _("Connected to the server"),
    "offline": _("No connection: everything is kept on this device"),
    "as": _("Kept for {0}"),
    "logged_out": _("You are not logged in. What you noted stays on this device and is sent once you log in again."),
    "log_in": _("Log in"),
    "other": _(
        "This device holds {0} notes of another person that were not sent. Whoever wrote them can log in and send them."
    ),
    "other_delete": _("Delete the other person’s notes from this device"),
    "forms": _("Forms"),
    "none": _("No form is kept on this device. Connect and log in; forms that you may fill in appear here."),
    "take": _("Take it along"),
    "kept_at": _("As of {0}"),
    "send": _("Send now"),
    "all_sent": _("Everything was sent."),
    "waiting": _("{0} not sent yet"),
    "save_file": _("Save everything as a file"),
    "delete": _("Delete everything from this device"),
    "delete_sure": _("Delete for good? {0} notes were not sent and would be lost."),
    "delete_yes": _("Yes, delete"),
    "back": _("Back to the list"),
    "laws": _("Laws and standards"),
    "grade": _("What it comes to"),
    "finding": _("What was found"),
    "action": _("What is to be put right"),
    "deadline": _("Until when"),
    "verification": _("How it was seen that it was put right"),
    "save": _("Done with this item"),
    "kept": _("Kept on this device."),
    "state_writing": _("being written"),
    "state_waiting": _("kept here, not sent"),
    "state_sent": _("sent to the server"),
    "state_conflict": _("conflict of two answers"),
    "state_refused": _("refused by the server"),
    "needs_words": _("Say what was found, or why the item does not apply."),
    "conflict": _(
        "Somebody else answered this item meanwhile. Both are kept: choose one, or write one that joins them."
    ),
    "theirs": _("What holds now, by {0}"),
    "mine": _("Also written, by {0}"),
    "take_mine": _("Take this one"),
    "take_theirs": _("Leave what holds"),
    "join": _("Put both into the form"),
    "evidence": _("Evidence"),
    "kind": _("Kind"),
    "file": _("Photo or paper"),
    "note": _("What it shows"),
    "where": _("Where in the plant"),
    "add": _("Add"),
    "needs_file": _("Choose a photo or a paper."),
    "needs_note": _("Write a note, or add a file."),
    "file_large": _("The file is larger than {0} MB."),
    "full": _("This device has no room left. Send what is kept, or save it as a file."),
    "take_out": _("Leave it out"),
    "clause": _("Clause of the source"),
    "observer": _("The observer objects: {0}"),
    "clock": _("The clock of this device differs from ours by {0} minutes; both times are noted."),
    "refused_for_all": _("This form takes nothing more from you: {0}"),
    "no_storage": _("This browser keeps nothing (a private window?). Use the form online, or another browser."),
    "another_window": _("This page is open in a newer version in another window. Close this one."),
    "file_title": _("Notes of a form that were kept on a device"),
    "not_now": _("The server does not answer just now; it is tried again by itself."),
}


def tablet_words() -> dict[str, str]:
    """What it says, in the language of the page."""
    return {name: str(text) for name, text in _WORDS.items()}
