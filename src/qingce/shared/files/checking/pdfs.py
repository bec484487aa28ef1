"""PDF: opened, looked through object by object, and written anew without anything that acts or fetches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from qingce.shared.files.errors import DamagedUpload, EncryptedUpload, UploadTooHeavy
from qingce.shared.files.limits import limits

# Entries that start something, carry a file, or fetch one, wherever they stand.
_ACTING = (
    "/AA", "/OpenAction", "/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/RichMediaContent",
    "/RichMediaSettings", "/Collection", "/OPI", "/Launch", "/AlternatePresentations", "/Renditions", "/Threads",
)  # fmt: skip
_ACTIONS = ("/A", "/PA", "/Next")
_HARMLESS_ACTIONS = {"/GoTo", "/Named"}
_ACTING_NOTES = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_DEEPEST = 60


def clean_pdf(source: Path, target: Path) -> None:
    """Writes a PDF anew: same pages, without scripts, launch actions, links outside, embedded files, or dead objects.

    The same file gives the same bytes.

    Raises: EncryptedUpload; DamagedUpload; UploadTooHeavy: more pages or objects than are opened.
    """
    try:
        with Pdf.open(source, attempt_recovery=True, suppress_warnings=True) as pdf:
            _check_size(pdf)
            for each in _objects(pdf):
                _disarm(each)
            del pdf.docinfo  # author, program, times
            if Name.Metadata in pdf.Root:
                del pdf.Root[Name.Metadata]
            pdf.save(target, deterministic_id=True, linearize=False, encryption=False)
    except pikepdf.PasswordError as error:
        raise EncryptedUpload(
            "The PDF opens with a password only. Remove the password and send it again.", cause="pdf"
        ) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        if isinstance(error, (UploadTooHeavy, EncryptedUpload, DamagedUpload)):
            raise
        raise _damaged() from error


def _check_size(pdf: Pdf) -> None:
    most = limits()
    if pdf.is_encrypted:
        raise EncryptedUpload("The PDF is locked. Print it to PDF without protection and send that.", cause="locked")
    if len(pdf.objects) > most.pdf_objects or len(pdf.pages) > most.pdf_pages:
        raise UploadTooHeavy(
            f"The PDF has more than {most.pdf_pages} pages, or too many parts. Send the pages that matter.",
            cause="pages", limit=most.pdf_pages,
        )  # fmt: skip
    if not len(pdf.pages):
        raise _damaged()


def _objects(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary, stream and array of the file, those inside others too; the trailer's last."""
    for each in pdf.objects:
        yield from _inside(each)
    yield from _inside(pdf.trailer)


def _inside(top: Any) -> Iterator[Object]:
    waiting: list[tuple[Any, int]] = [(top, 0)]
    while waiting:
        each, depth = waiting.pop()
        if not isinstance(each, (Dictionary, Stream, Array)):
            continue
        yield each
        if depth > _DEEPEST:
            raise _damaged()
        children = each if isinstance(each, Array) else [each[key] for key in each.keys()]  # noqa: SIM118  # pikepdf's
        # What stands under a number of its own comes in its own turn.
        waiting += [(child, depth + 1) for child in children if not getattr(child, "is_indirect", False)]


def _disarm(each: Object) -> None:
    if isinstance(each, Array):
        return
    for key in _ACTING:
        if key in each:
            del each[key]
    for key in _ACTIONS:
        if key in each and _acts(each[key]):
            del each[key]
    if "/Annots" in each and isinstance(each["/Annots"], Array):
        each["/Annots"] = Array([note for note in each["/Annots"] if not _is_acting_note(note)])
    if isinstance(each, Stream):
        for key in ("/F", "/FFilter", "/FDecodeParms", "/Ref"):
            if key in each:
                del each[key]


def _acts(action: Any) -> bool:
    """Whether the entry of an action does more than go to another page; attributes of structure have no /S."""
    if isinstance(action, Array):
        return any(_acts(each) for each in action)
    if not isinstance(action, (Dictionary, Stream)):
        return False
    kind = action.get("/S")
    return (kind is not None and str(kind) not in _HARMLESS_ACTIONS) or "/JS" in action or "/URI" in action


def _is_acting_note(note: Any) -> bool:
    return isinstance(note, Dictionary) and str(note.get("/Subtype", "")) in _ACTING_NOTES


def _damaged() -> DamagedUpload:
    return DamagedUpload("The PDF does not open. Open it in a reader, print it to PDF and send that.", cause="pdf")
