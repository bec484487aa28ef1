"""The files of a case: papers for its parties as they are, for everybody once a report was approved; that report."""

from __future__ import annotations

from qingce.domain.removal.cases.reading import CaseDetail, get_case, public_case, staff_case_detail
from qingce.domain.removal.cases.texts import report_json
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import Actor


def case_file(pk: int, file: int, *, actor: Actor) -> KeptFile:
    """A file for the organisation that applied.

    Raises: CaseNotFound; FileNotFound.
    """
    return _of(get_case(pk, actor=actor), file)


def staff_case_file(pk: int, file: int, *, actor: Actor) -> KeptFile:
    """A file for the staff of the area.

    Raises: CaseNotFound; FileNotFound.
    """
    return _of(staff_case_detail(pk, actor=actor), file)


def public_case_file(pk: int, file: int) -> KeptFile:
    """A file that is public with a result: without what was taken out of it, never as it came.

    Raises: CaseNotFound; FileNotFound.
    """
    return _of(public_case(pk), file)


def staff_evidence_file(pk: int, file: int, *, actor: Actor) -> KeptFile:
    """Evidence of a restoration, proposed or done, for the staff of the area.

    Raises: CaseNotFound; FileNotFound.
    """
    return _evidence(staff_case_detail(pk, actor=actor), file)


def public_evidence_file(pk: int, file: int) -> KeptFile:
    """Evidence by which records were restored, if it was marked public.

    Raises: CaseNotFound; FileNotFound.
    """
    return _evidence(public_case(pk), file, is_public=True)


def _evidence(found: CaseDetail, file: int, *, is_public: bool = False) -> KeptFile:
    for each in found.evidence:
        if each.file.id == file and (each.is_public or not is_public):
            return each.file
    raise FileNotFound(f"There is no file number {file} here.", cause="gone")


def public_report(pk: int, round_: int) -> bytes:
    """The approved report of a round as canonical JSON: its SHA-256 is what the ledger states.

    Raises: CaseNotFound; FileNotFound: none was approved in this round.
    """
    found = next((each for each in public_case(pk).reports if each.round == round_), None)
    if found is None:
        raise FileNotFound("No report of this round is public.", cause="gone")
    return report_json(found)


def _of(found: CaseDetail, file: int) -> KeptFile:
    for line in found.lines:
        for paper in line.papers:
            for each in paper.said.files:
                if file in (each.id, each.redacted.source_id if each.redacted else 0):
                    return each
    raise FileNotFound(f"There is no file number {file} here.", cause="gone")
