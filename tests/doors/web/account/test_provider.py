"""Log-in by an organisation's own provider, a real one: whom it lets in, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.shared.ledger.queries import entries_of_person
from qingce.shared.parties.actions import close_by_staff
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.models import Organisation, Person
from qingce.shared.parties.queries import operator
from tests.doors.web.account.test_log_in import code
from tests.factories import AT, PASSWORD, acting, add_factor, organisation, somebody, staff_member
from tests.oidc_provider import RealProvider, log_in_there

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
SITE = "http://127.0.0.1:8000"
Start = Callable[..., RealProvider]


@pytest.fixture
def company() -> Organisation:
    """The organisation whose provider it is."""
    return Organisation.objects.get(pk=organisation(somebody("admin@example.org", name="管理员")))


@pytest.fixture
def green(start_provider: Start, company: Organisation, settings: Settings) -> RealProvider:
    """Its provider, named in the settings."""
    found = start_provider("green", organisation=company.number)
    settings.OIDC_PROVIDERS = (found.known,)
    return found


def asked(client: Client, prefix: str = "", **said: str) -> str:
    """The address that the page after the button leads to."""
    answer = client.post(f"{prefix}/account/provider/green/login/", said)
    assert answer.status_code == 200, answer.headers.get("Location")
    return unescape(re.findall(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.content.decode())[0])


def back(client: Client, address: str) -> str:
    """Comes back with what the provider gave; returns where one is led then."""
    assert address.startswith(SITE)
    return client.get(address.removeprefix(SITE)).headers["Location"]


def logged_in(client: Client, who: str, **said: str) -> str:
    return back(client, log_in_there(asked(client, **said), who))


def trouble(client: Client, place: str) -> str:
    """What the page of trouble says; nobody is logged in by then."""
    assert place.endswith("/account/provider/trouble/")
    answer = client.get(place)
    assert answer.status_code in {400, 403}
    assert "_auth_user_id" not in client.session
    return re.findall(r'<p class="lede">(.+?)</p>', answer.content.decode())[0]


def test_somebody_new_becomes_a_reader_of_the_organisation(
    client: Client, green: RealProvider, company: Organisation
) -> None:
    assert logged_in(client, "chen") == "/account/"
    person = Person.objects.get(email="chen@example.org")
    assert (person.name, person.has_usable_password()) == ("陈样本", False)
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified")) == [
        ("chen@example.org", True)
    ]
    assert [(each.organisation_id, each.role) for each in acting(person).seats] == [(company.pk, MemberRole.READER)]
    acts = [each.act for each in entries_of_person(person.pk)]
    assert sorted(acts) == ["admitted-by-provider", "logged-in", "member-joined", "signed-up"]
    kept = SocialAccount.objects.get(user=person)
    assert (kept.provider, kept.extra_data) == ("green", {"email": "chen@example.org"})
    client.logout()
    assert logged_in(client, "chen") == "/account/"
    assert Person.objects.filter(email="chen@example.org").count() == 1


def test_provider_without_a_name_gives_the_beginning_of_the_address(client: Client, green: RealProvider) -> None:
    logged_in(client, "nameless")
    assert Person.objects.get(email="zhao@example.org").name == "zhao"


def test_question_has_state_nonce_and_a_proof_key_and_asks_for_little(client: Client, green: RealProvider) -> None:
    said = parse_qs(urlsplit(asked(client)).query)
    assert len(said["state"][0]) >= 16
    assert len(said["nonce"][0]) >= 16
    assert (said["code_challenge_method"], len(said["code_challenge"][0])) == (["S256"], 43)
    assert set(said["scope"][0].split()) == {"openid", "profile", "email"}
    assert said["redirect_uri"] == [f"{SITE}/account/provider/green/login/callback/"]


def test_nothing_in_the_address_changes_the_question(client: Client, green: RealProvider) -> None:
    answer = client.post(
        "/account/provider/green/login/?scope=admin&auth_params="
        + urlencode({"redirect_uri": "https://evil.example/", "prompt": "none"})
    )
    address = re.findall(r'url=([^"]+)"', answer.content.decode())[0]
    assert [word for word in ("evil", "admin", "prompt") if word in address] == []


def test_log_in_in_english_leads_to_english_pages(client: Client, green: RealProvider) -> None:
    place = back(client, log_in_there(asked(client, prefix="/en"), "unconfirmed"))
    assert place == "/en/account/provider/trouble/"
    assert "named no confirmed e-mail address" in trouble(client, place)
    assert back(client, log_in_there(asked(client, prefix="/en"), "chen")) == "/en/account/"


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/"])
def test_log_in_leads_nowhere_else(client: Client, green: RealProvider, place: str) -> None:
    assert logged_in(client, "chen", next=place) == "/account/"


def test_log_in_leads_where_one_wanted_to_go(client: Client, green: RealProvider) -> None:
    assert logged_in(client, "chen", next="/organisations/") == "/organisations/"


@pytest.mark.parametrize("who", ["unconfirmed", "elsewhere", "silent", "claims-true"])
def test_only_confirmed_addresses_of_its_domains_count(client: Client, green: RealProvider, who: str) -> None:
    said = trouble(client, logged_in(client, who))
    assert said.startswith("绿色样例没有提供您已经验证的、以 @example.org 结尾的邮箱。")
    assert Person.objects.count() == 1


def test_account_that_is_here_is_never_taken_over(client: Client, green: RealProvider) -> None:
    person = somebody("chen@example.org", name="陈样本")
    said = trouble(client, logged_in(client, "chen"))
    assert said.startswith("邮箱 chen@example.org 已有账号。请先登录该账号")
    assert not SocialAccount.objects.exists()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_account_whose_address_nobody_confirmed_is_not_taken_over_either(client: Client, green: RealProvider) -> None:
    person = somebody("c@example.org")
    EmailAddress.objects.create(user=person, email="chen@example.org", verified=False)
    assert "已有账号" in trouble(client, logged_in(client, "chen"))


def test_person_connects_after_logging_in_and_confirming_the_password(client: Client, green: RealProvider) -> None:
    person = somebody("chen@example.org", name="陈样本")
    client.force_login(person)
    answer = client.post("/account/provider/green/login/", {"process": "connect"})
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert logged_in(client, "chen", process="connect") == "/account/provider/"
    assert "chen@example.org" in client.get("/account/provider/").content.decode()
    assert not acting(person).seats
    client.logout()
    assert logged_in(client, "chen") == "/account/"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert "provider-connected" in [each.act for each in entries_of_person(person.pk)]


def test_log_in_that_one_person_connected_is_not_given_to_another(client: Client, green: RealProvider) -> None:
    logged_in(client, "chen")
    client.logout()
    other = somebody()
    client.force_login(other)
    client.post("/account/provider/green/login/", {"process": "connect"})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    logged_in(client, "chen", process="connect")
    assert SocialAccount.objects.get().user.email == "chen@example.org"


def test_nobody_connects_without_logging_in(client: Client, green: RealProvider) -> None:
    answer = client.post("/account/provider/green/login/", {"process": "connect"})
    assert answer.headers["Location"].startswith("/account/login/")


def test_connection_is_removed_by_its_owner_and_by_nobody_else(
    client: Client, green: RealProvider, settings: Settings
) -> None:
    logged_in(client, "chen")
    kept = SocialAccount.objects.get()
    assert client.post("/account/provider/", {"account": kept.pk}).status_code == 200  # no password yet
    assert SocialAccount.objects.exists()
    other = Client()
    other.force_login(somebody())
    other.post("/account/provider/", {"account": kept.pk})
    assert SocialAccount.objects.exists()
    kept.user.set_password(PASSWORD)
    kept.user.save()
    settings.OIDC_PROVIDERS = ()  # also one that the settings no longer name
    client.force_login(kept.user)
    assert "chen@example.org" in client.get("/account/provider/").content.decode()
    client.post("/account/provider/", {"account": kept.pk})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/provider/", {"account": kept.pk})
    assert not SocialAccount.objects.exists()
    assert "provider-removed" in [each.act for each in entries_of_person(kept.user_id)]


@pytest.mark.requirement("ACC-2")
def test_staff_still_need_a_second_factor_of_ours(client: Client, green: RealProvider) -> None:
    logged_in(client, "chen")
    person = staff_member(email="chen@example.org", has_factor=False)
    assert client.get("/office/").headers["Location"] == "/account/second-factor/"
    client.logout()
    assert logged_in(client, "chen") == "/account/"
    assert client.get("/office/").headers["Location"] == "/account/second-factor/"
    client.logout()
    add_factor(person)
    assert logged_in(client, "chen").startswith("/account/2fa/authenticate/")
    assert client.get("/office/").status_code == 302  # the provider alone opens nothing
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.get("/office/").status_code == 200


def test_organisation_that_is_closed_takes_nobody_in(
    client: Client, green: RealProvider, company: Organisation
) -> None:
    close_by_staff(operator("test"), company.pk, reason="停业", at=AT)
    assert "不能接纳新成员" in trouble(client, logged_in(client, "chen"))
    assert not Person.objects.filter(email="chen@example.org").exists()


def test_answer_counts_once(client: Client, green: RealProvider) -> None:
    address = log_in_there(asked(client), "chen")
    assert back(client, address) == "/account/"
    client.logout()
    assert "不符" in trouble(client, back(client, address))


def test_answer_counts_in_the_browser_that_asked(client: Client, green: RealProvider) -> None:
    address = log_in_there(asked(client), "chen")
    other = Client()
    assert "不符" in trouble(other, back(other, address))


def test_answer_without_or_with_a_foreign_state_is_refused(client: Client, green: RealProvider) -> None:
    address = log_in_there(asked(client), "chen")
    assert "不符" in trouble(client, back(client, re.sub("state=[^&]+", "state=x", address)))
    assert "不符" in trouble(client, back(client, re.sub("state=[^&]+&?", "", address)))


def test_code_of_one_question_does_not_answer_another(client: Client, green: RealProvider) -> None:
    first, second = asked(client), asked(client)
    stolen = parse_qs(urlsplit(log_in_there(first, "chen")).query)["code"][0]
    address = re.sub("code=[^&]+", f"code={stolen}", log_in_there(second, "nameless"))
    assert "不符" in trouble(client, back(client, address))


def test_code_for_another_client_is_refused(client: Client, green: RealProvider) -> None:
    address = log_in_there(asked(client).replace("client_id=qingce-green", "client_id=another"), "chen")
    assert "不符" in trouble(client, back(client, address))
    assert not SocialAccount.objects.exists()


def test_issuers_are_not_mixed_up(
    client: Client, green: RealProvider, start_provider: Start, company: Organisation, settings: Settings
) -> None:
    blue = start_provider("blue", organisation=company.number)
    settings.OIDC_PROVIDERS = (green.known, blue.known)
    answer = log_in_there(asked(client), "chen")
    assert "不符" in trouble(client, back(client, answer.replace("/green/", "/blue/")))
    answer = log_in_there(asked(client), "chen")
    elsewhere = re.sub(r"iss=[^&]+", urlencode({"iss": blue.issuer}), answer)
    assert elsewhere != answer
    assert "不符" in trouble(client, back(client, elsewhere))
    answer = log_in_there(asked(client), "chen")
    assert "不符" in trouble(client, back(client, re.sub(r"&?iss=[^&]+", "", answer)))


def test_same_number_at_another_provider_is_another_person(
    client: Client, green: RealProvider, start_provider: Start, company: Organisation, settings: Settings
) -> None:
    logged_in(client, "chen")
    client.logout()
    moved = start_provider("green", organisation=company.number)  # the same id, another issuer
    settings.OIDC_PROVIDERS = (moved.known,)
    assert "已有账号" in trouble(client, logged_in(client, "chen"))


def test_provider_that_is_down_is_told_with_a_way_on(client: Client, green: RealProvider) -> None:
    address = log_in_there(asked(client), "chen")
    green.end()
    assert "暂时没有回应" in trouble(client, back(client, address))
    answer = client.post("/account/provider/green/login/")
    assert "暂时没有回应" in trouble(client, answer.headers["Location"])
    assert "/account/password/reset/" in client.get("/account/provider/trouble/").content.decode()


def test_turning_back_at_the_provider_is_no_fault(client: Client, green: RealProvider) -> None:
    state = parse_qs(urlsplit(asked(client)).query)["state"][0]
    place = back(client, f"{SITE}/account/provider/green/login/callback/?error=access_denied&state={state}")
    assert "已中止" in trouble(client, place)


def test_log_in_page_names_the_provider_and_no_secret(
    client: Client, green: RealProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "qingce")
    text = client.get("/account/login/?next=/organisations/").content.decode()
    assert "使用绿色样例登录" in text
    assert '<input type="hidden" name="next" value="/organisations/">' in text
    place = log_in_there(asked(client), "unconfirmed")
    trouble(client, back(client, place))
    told = caplog.text + text
    given = parse_qs(urlsplit(place).query)
    assert [each for each in ("a-secret-of-the-tests", given["code"][0], "wu@") if each in told] == []


def test_log_in_begins_with_a_form_of_ours_only(green: RealProvider) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/account/provider/green/login/").status_code == 403
    assert strict.get("/account/provider/green/login/").headers["Location"] == "/account/login/"


def test_provider_that_is_not_named_is_not_there(client: Client) -> None:
    assert client.post("/account/provider/green/login/").status_code == 404
    assert client.get("/account/provider/green/login/callback/?code=x&state=y").status_code == 404
    assert "使用机构登录" not in client.get("/account/login/").content.decode()
