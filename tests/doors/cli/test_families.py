"""`qingce merge`, `split` and `staff` on the command line (REC-4, ACC-1)."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from qingce.domain.enterprises.models import Enterprise
from qingce.doors.cli.main import main
from qingce.shared.parties.models import Person, RoleGrant
from tests.factories import penalty, take_in

pytestmark = pytest.mark.django_db


def qingce(*words: str, given: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--lang", "en", *words], input=given)
    return result.exit_code, result.output


@pytest.mark.requirement("REC-4")
def test_merge_tells_asks_and_can_be_split() -> None:
    take_in(penalty(), penalty(enterprise_name="绍兴远山纺织有限公司", uscc="", doc_no="柯环罚〔2023〕1号"))
    one = Enterprise.objects.get(uscc=penalty()["uscc"]).pk
    other = Enterprise.objects.exclude(pk=one).get().pk
    words = ("merge", str(other), "--into", str(one), "--by", "复核员", "--reason", "公告更名")
    code, said = qingce(*words, given="n\n")
    assert (code, "绍兴远山纺织有限公司 (—): 1 records" in said) == (1, True)
    code, said = qingce(*words, "--yes")
    assert (code, said.splitlines()[-1]) == (0, f"Enterprise {other} is shown as {one}.")
    code, said = qingce("split", str(other), "--by", "复核员", "--reason", "地址不同", "--yes")
    assert (code, said.splitlines()[-1]) == (0, f"Enterprise {other} stands for itself again.")
    assert qingce("split", str(other), "--by", "复核员", "--reason", "地址不同", "--yes")[0] == 2


@pytest.mark.requirement("ACC-1")
def test_staff_are_added_listed_and_ended() -> None:
    words = ("staff", "add", "li@example.org", "--name", "李复核", "--role", "reviewer", "--password-stdin")
    assert qingce(*words, given="short\n")[0] == 2
    assert qingce(*words, given="ein langes Passwort 7\n")[0] == 0
    assert qingce("staff", "list")[1].strip() == "li@example.org\t李复核\tReviewer"
    assert qingce("staff", "password", "li@example.org", "--password-stdin", given="ein anderes Passwort 8\n")[0] == 0
    assert Person.objects.get().check_password("ein anderes Passwort 8")
    assert qingce("staff", "end", "li@example.org")[0] == 0
    assert qingce("staff", "list")[1].strip() == "li@example.org\t李复核\tended"
    assert RoleGrant.objects.filter(ended_at=None).count() == 0
