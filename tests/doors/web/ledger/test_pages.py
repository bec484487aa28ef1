"""The pages of the ledger: lists and search, an entry, checkpoints, kinds of acts; in both languages."""

from __future__ import annotations

import csv
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from qingce.domain.records.actions import correct_record, withdraw_record
from qingce.domain.records.models import Record
from qingce.doors.web.ledger import overview
from qingce.pure.merkle.notes import COSIGNATURE_V1, new_signer, read_note, read_verifier
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.models import Batch
from qingce.shared.ledger.actions import forget_person, number_entries, take_cosignatures
from qingce.shared.ledger.models import Checkpoint, LedgerEntry, LogKey
from qingce.shared.parties.queries import operator
from tests.factories import AT, penalty, register, release_rules
from tests.ledger_acts import STAFF, log_of, show_all, tell

pytestmark = [pytest.mark.requirement("LED-1", "LED-2"), pytest.mark.django_db]
WHO = operator("数据组")


def text_of(client: Client, path: str, *, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def numbers_in(text: str) -> list[int]:
    """The entries that a list shows, in its order."""
    return [int(each) for each in re.findall(r'scope="row"><a href="(?:/en)?/ledger/entries/(\d+)/"', text)]


def shows(file: str) -> list[str]:
    """What a file shows to somebody who has the log's key."""
    keys = [read_verifier(key) for key in LogKey.objects.values_list("key", flat=True)]
    return [each.code for each in check_file(file, keys).shown]


def one_record() -> Record:
    """A published record, in the log."""
    record = register(penalty())[0]
    number_entries(at=AT)
    return record


def entry_of(act: str) -> LedgerEntry:
    return LedgerEntry.objects.filter(act=act).order_by("-pk")[0]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/ledger/", "还没有条目。第一次公开行为将在一分钟内成为第一个条目。"),
        ("/en/ledger/", "No entries yet. The first public act will be the first entry, within a minute."),
        ("/ledger/checkpoints/", "还没有检查点。第一次公开行为之后一分钟内签署第一个。"),
        ("/en/ledger/checkpoints/", "No checkpoint yet. The first is signed within a minute of the first public act."),
        ("/ledger/checkpoints/", "还没有密钥签署过。"),
        ("/en/ledger/checkpoints/", "No key has signed yet."),
        ("/ledger/check/", "qingce verify --key '…'"),
        ("/en/ledger/check/", "qingce verify --key '…'"),
    ],
)
def test_ledger_without_entries_says_so(client: Client, path: str, told: str) -> None:
    assert told in text_of(client, path)


def test_newest_entries_come_first_with_the_checkpoint_and_its_witnesses(client: Client, settings: Settings) -> None:
    log_of(3)
    witness = new_signer("witness.example", kind=COSIGNATURE_V1)
    settings.LEDGER_WITNESSES = [witness.verifier.written]
    note = read_note(Checkpoint.objects.get().note)
    take_cosignatures(f"{note.text}\n{witness.sign(note.text, at_second=int(AT.timestamp())).line}", at=AT)

    text = text_of(client, "/en/ledger/")
    assert numbers_in(text) == [3, 2, 1, 0]
    assert note.text.splitlines()[2] in text
    assert "witness.example" in text


def test_pages_follow_one_another_by_the_last_entry(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "PER_PAGE", 2)
    log_of(4)
    seen, path = [], "/ledger/?from=2026-01-01"
    while path:
        text = text_of(client, path)
        seen += numbers_in(text)
        older = re.search(r'rel="next" href="([^"]+)"', text)
        path = older[1].replace("&amp;", "&") if older else ""
    assert seen == [4, 3, 2, 1, 0]
    assert numbers_in(text_of(client, "/ledger/?before=3")) == [2, 1]


def test_entries_are_found_by_act_subject_and_day(client: Client) -> None:
    tell(1)
    tell(2, at=AT + timedelta(days=2))
    show_all(1, 300, at=AT + timedelta(days=4))
    number_entries(at=AT)
    about = {
        "act=tale-told": [1, 0],
        "act=tales-shown": [2],
        "kind=tale&number=1": [2, 0],
        "kind=tale&number=2": [1],
        "kind=tale&number=300": [2],
        "kind=tale": [2, 1, 0],
        "from=2026-11-22": [2, 1],
        "from=2026-11-22&until=2026-11-22": [1],
        "until=2026-11-19": [],
        "act=tale-told&kind=tale&from=2026-11-20&until=2026-11-20&number=1": [0],
        "act=nothing": [],
    }
    for query, expected in about.items():
        found = [each for each in numbers_in(text_of(client, f"/ledger/?{query}")) if each < 3]
        assert found == expected, query


def test_entry_is_opened_by_its_number_or_its_id(client: Client) -> None:
    key = tell(1)
    assert "Told" in text_of(client, f"/ledger/entries/{key}/")
    number_entries(at=AT)
    for path in (f"/ledger/?entry={key.upper()}", "/ledger/?entry=0", f"/ledger/entries/{key}/"):
        answer = client.get(path, follow=True)
        assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/ledger/entries/0/"), path


@pytest.mark.parametrize(
    "query", ["entry=abc", "number=-1", "from=2026-13-01", "until=9999-12-31", "number=٣", "before=x"]
)
def test_what_cannot_be_looked_up_is_told_in_the_form(client: Client, query: str) -> None:
    log_of(1)
    text = text_of(client, f"/en/ledger/?{query}", status=422)
    assert "cannot be looked up" in text
    name, _, value = query.partition("=")
    assert name == "before" or f'value="{value}"' in text


@pytest.mark.parametrize(
    "path", ["entries/7/", "entries/007/", "entries/" + "0" * 32 + "/", "entries/7.json", "entries/7/proof.json",
             "entries/0/rows/5/proof.json", "growth/1/99.json", "entries/9999999999999999999999/"],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_is_not_there_answers_in_the_language_of_the_address(client: Client, prefix: str, path: str) -> None:
    log_of(1)
    answer = client.get(f"{prefix}/ledger/{path}")
    assert answer.status_code in {400, 404}
    assert ('lang="en"' if prefix else 'lang="zh-Hans"') in answer.content.decode()


def test_entry_says_who_what_and_why_and_brings_its_proof(client: Client) -> None:
    tell(1, reason="原文如此")
    number_entries(at=AT)
    text = text_of(client, "/en/ledger/entries/0/")
    entry = LedgerEntry.objects.get(number=0)
    for told in (
        "Told",
        "原文如此",
        "Staff P7K2M9X4",
        "Member of the staff",
        bytes(entry.leaf).hex(),
        "/en/ledger/entries/0/proof.json",
    ):
        assert told in text, told
    assert bytes(entry.body).decode() in text.replace("&quot;", '"')
    assert shows(text_of(client, "/ledger/entries/0/proof.json"))[:3] == [
        "entry-in-log",
        "person-opened",
        "words-opened",
    ]


def test_forgotten_name_and_words_leave_their_commitments(client: Client) -> None:
    tell(1)
    number_entries(at=AT)
    forget_person(STAFF.person)
    LedgerEntry.objects.filter(number=0).update(words=None, words_salt=None)
    text = text_of(client, "/en/ledger/entries/0/")
    said = json.loads(bytes(LedgerEntry.objects.get(number=0).body))
    assert "P7K2M9X4" not in text
    assert said["actor"]["person"] in text
    assert said["words"] in text
    assert "they were taken away" in text
    assert shows(text_of(client, "/ledger/entries/0/proof.json"))[:1] == ["entry-in-log"]


def test_row_of_a_bulk_act_is_found_and_proved(client: Client) -> None:
    record = one_record()
    number = entry_of("records-published").number
    text = text_of(client, f"/en/ledger/entries/{number}/?about={record.pk}")
    path = f"/en/ledger/entries/{number}/rows/{record.pk}/proof.json"
    assert "It is row 1 of 1." in text
    assert path in text
    assert "row-in-act" in shows(text_of(client, path))
    assert "is not among the rows" in text_of(client, f"/en/ledger/entries/{number}/?about=99999")
    assert "is not among the rows" in text_of(client, f"/en/ledger/entries/{number}/?about=x")


def test_row_that_said_something_else_is_not_opened(client: Client) -> None:
    record = one_record()
    number = entry_of("records-published").number
    correct_record(record.pk, {"title": "新题"}, actor=WHO, reason="录入有误", at=AT)
    number_entries(at=AT)
    assert "it is not opened" in text_of(client, f"/en/ledger/entries/{number}/?about={record.pk}")
    text_of(client, f"/ledger/entries/{number}/rows/{record.pk}/proof.json", status=404)


@pytest.mark.requirement("REC-10")
def test_words_of_a_withdrawn_record_tell_only_why(client: Client) -> None:
    record = one_record()
    correct_record(record.pk, {"title": "新题"}, actor=WHO, reason="录入有误", at=AT)
    number_entries(at=AT)
    corrected = entry_of("record-corrected").number
    assert "新题" in text_of(client, f"/ledger/entries/{corrected}/")
    assert "新题" in text_of(client, f"/ledger/entries/{corrected}/proof.json")
    withdraw_record(record.pk, actor=WHO, reason="决定被撤销", clause="行政复议法", at=AT)
    number_entries(at=AT)
    withdrawn = entry_of("record-withdrawn").number
    for path in (
        "/ledger/entries.json",
        *(f"/ledger/entries/{corrected}{end}" for end in ("/", "/proof.json", ".json")),
    ):
        assert "新题" not in text_of(client, path), path
    assert "行政复议法" in text_of(client, f"/ledger/entries/{withdrawn}/")


def test_hidden_record_is_not_reached_through_the_ledger(client: Client) -> None:
    record = one_record()
    correct_record(record.pk, {"title": "新题"}, actor=WHO, reason="录入有误", at=AT)
    number_entries(at=AT)
    published, corrected = entry_of("records-published").number, entry_of("record-corrected").number
    Batch.objects.update(state=BatchState.RUNNING)
    text = text_of(client, f"/ledger/entries/{corrected}/")
    assert f'href="/records/{record.pk}/"' not in text
    assert "新题" not in text
    assert "新题" not in text_of(client, f"/ledger/entries/{corrected}/proof.json")
    assert "is not among the rows" in text_of(client, f"/en/ledger/entries/{published}/?about={record.pk}")
    for path in (f"/ledger/entries/{published}/rows/{record.pk}/proof.json", f"/records/{record.pk}/proof.json",
                 f"/records/{record.pk}/certificate.json", f"/records/{record.pk}/certificate/"):  # fmt: skip
        text_of(client, path, status=404)


def test_list_is_downloaded_as_csv_and_json(client: Client) -> None:
    log_of(3)
    lines = list(
        csv.reader(text_of(client, "/en/ledger/entries.csv?act=tale-told").removeprefix("\ufeff").splitlines())
    )
    assert [line[0] for line in lines] == ["Entry", "2", "1", "0"]
    value = json.loads(text_of(client, "/ledger/entries.json?act=tale-told"))
    assert [each["number"] for each in value["entries"]] == [2, 1, 0]
    assert value["older"] is None
    assert value["entries"][0] == json.loads(text_of(client, "/ledger/entries/2.json"))
    assert value["entries"][0]["words"] == {"reason": "原文如此"}


def test_growth_between_two_checkpoints_is_a_file_that_holds(client: Client) -> None:
    for _ in range(3):
        log_of(2)
    text = text_of(client, "/en/ledger/checkpoints/")
    sizes = [each.size for each in Checkpoint.objects.order_by("-size")]
    assert f"/en/ledger/growth/{sizes[1]}/{sizes[0]}.json" in text
    assert shows(text_of(client, f"/ledger/growth/{sizes[2]}/{sizes[0]}.json"))[0] == "log-grew"
    assert LogKey.objects.get().key in text
    assert text_of(client, f"/ledger/checkpoints/?before={sizes[0]}").count("/ledger/growth/") == 1


def test_every_kind_of_act_is_listed_with_what_it_states(client: Client) -> None:
    text = text_of(client, "/en/ledger/schemas/")
    for told in (
        "records-published/1",
        "record-corrected/1",
        "rows_held",
        "enterprise-renamed/1",
        "ledger-key-begun/1",
    ):
        assert told in text, told


@pytest.mark.parametrize("count", [1, 3])
def test_cost_of_a_page_does_not_grow_with_what_it_shows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    register(*(penalty(doc_no=f"柯环罚〔2024〕{number}号") for number in range(count)))
    log_of(1)
    for pk in Record.objects.values_list("pk", flat=True):
        correct_record(pk, {"title": f"新题{pk}"}, actor=WHO, reason="录入有误", at=AT)
        number_entries(at=AT)
    number = entry_of("record-corrected").number
    for path, queries in (
        ("/ledger/", 5),
        ("/ledger/?from=2026-01-01", 5),
        (f"/ledger/entries/{number}/", 2),
        (f"/ledger/entries/{number}/proof.json", 7),
        ("/ledger/checkpoints/", 3),
        ("/ledger/entries.json", 2),
    ):
        with django_assert_num_queries(queries):
            text_of(client, path)


@pytest.mark.requirement("POL-1", "LED-1")
def test_release_of_rules_leads_to_their_page(client: Client) -> None:
    row = release_rules()
    number_entries(at=AT)
    page = client.get(f"/en/ledger/entries/{row.entry}/", follow=True).content.decode()
    assert "Version of a rulebook released" in page
    assert 'href="/en/rules/removal/2017-06-01/"' in page
