"""The check in the reader's browser: the page's part of it, and that it says what Python says."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Page, expect

from qingce.pure.merkle.notes import VerifierKey
from tests.browser.conftest import PHONE, PLAIN, OpenPage
from tests.browser.looking import faults_of
from tests.pure.merkle import making
from tests.pure.merkle.making import KEYS
from tests.pure.merkle.vectors import GOOD, answer
from tests.pure.merkle.wrong_files import OTHER_KINDS, TWO_WAYS, WRONG

pytestmark = [pytest.mark.browser, pytest.mark.requirement("LED-1", "LED-2")]
ROOT = Path(__file__).resolve().parents[2]
POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; img-src 'self' data:"
ASK = """async (cases) => {
  const { checkFile } = await import("/src/verify.js").then(() => import("/src/verifying/files.js"));
  const told = [];
  const refused = (error) => ({ error: error.code || String(error) });
  for (const [text, keys] of cases) told.push(await checkFile(text, keys).catch(refused));
  return told;
}"""


class Handler(SimpleHTTPRequestHandler):
    """Hands out a folder under the content policy of the site."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Pages as the site makes them, with a proof in them, beside them, or chosen by the reader."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "src").symlink_to(ROOT / "frontend/src")
    (folder / "single.json").write_text(GOOD["single.json"], "utf-8")
    carried = json.dumps(making.single()).replace("<", "\\u003c")
    for language in ("zh-hans", "en"):
        block = f'<script type="application/json" id="proof">{carried}</script>'
        _write(folder / f"inside-{language}.html", language, block)
        _write(folder / f"beside-{language}.html", language, "", proof_url="/single.json")
        _write(folder / f"chosen-{language}.html", language, "", is_chooser=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _write(path: Path, language: str, block: str, **context: object) -> None:
    plain = {**django_settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    with translation.override(language), override_settings(STORAGES=plain):
        part = render_to_string("web/ledger/_verify.html", context)
    part, count = re.subn(r'<script defer src="[^"]*verify[^"]*">', '<script type="module" src="/src/verify.js">', part)
    assert count == 1
    head = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">'
    )
    head += '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/src/site.css">'
    path.write_text(f"{head}<main><h1>x</h1><h2>y</h2>{block}{part}</main>", "utf-8")


def said(page: Page) -> str:
    result = page.locator("[data-verify-result]")
    expect(result.locator(".verdict")).to_be_visible()
    return result.inner_text()


def choose(page: Page, text: str | bytes) -> str:
    content = text.encode() if isinstance(text, str) else text
    page.locator("[data-verify-result]").evaluate("(place) => place.replaceChildren()")
    page.locator("[data-verify-file]").set_input_files({"name": "a.json", "mimeType": "text/plain", "buffer": content})
    return said(page)


@pytest.mark.parametrize("where", ["inside", "beside"])
def test_proof_of_the_page_is_checked_and_told_in_its_language(served: str, open_page: OpenPage, where: str) -> None:
    page = open_page(f"{served}/{where}-en.html")
    page.get_by_role("button", name="Check here").click()
    told = said(page)
    assert "The file holds." in told
    assert "Entry 5 is, letter for letter, one of the 12 entries of the log qingce.example/ledger." in told
    assert "the file itself names them" in told
    assert "What is said about record 3 is what the entry holds the hash of." in told
    assert "{" not in told
    expect(page.locator("[data-verify-result] pre").first).to_have_text(re.compile("record-corrected/1"))


def test_keys_that_the_reader_types_are_those_that_count(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}/inside-en.html", viewport=PHONE, bypass_csp=True)
    page.locator("[data-verify-keys]").fill("\n".join(key.written for key in KEYS))
    page.get_by_role("button", name="Check here").click()
    told = said(page)
    assert "The file holds." in told
    assert "the file itself names them" not in told
    page.locator("[data-verify-result] details").first.evaluate("(box) => { box.open = true }")
    assert faults_of(page) == []
    page.locator("[data-verify-keys]").fill(making.STRANGER.verifier.written)
    page.get_by_role("button", name="Check here").click()
    expect(page.locator("[data-verify-result] .verdict")).to_have_text("The file does not hold.")
    assert faults_of(page) == []


PARTS = {
    "entry": ("record-corrected/1", "record-corrected/2"), "proof": (making.single()["proof"][0][:9], "AAAAAAAAA"),
    "checkpoint": (r"ledger\n12\n", r"ledger\n13\n"), "person": (making.PERSON, "P20260002"),
    "words": ("企业来函更正", "企业来函改正"), "statement": ('fine_cny\\":\\"60000', 'fine_cny\\":\\"60001'),
    "number": ('"number": 5', '"number": 4'),
}  # fmt: skip


def test_file_of_the_reader_is_checked_and_a_change_in_each_part_is_caught(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}/chosen-en.html")
    text = GOOD["single.json"]
    assert "The file holds." in choose(page, text)
    for part, (former, latter) in PARTS.items():
        assert text.count(former) == 1, part
        assert "The file does not hold." in choose(page, text.replace(former, latter)), part
    assert "The file cannot be read." in choose(page, b"\xff\xfe")
    assert "The file cannot be read.\n\nIt is no whole JSON file" in choose(page, text[:-3])
    assert "A checkpoint alone names no key" in choose(page, GOOD["checkpoint.txt"])


def test_without_ed25519_hashes_are_checked_and_signatures_said_not_to_be(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}/chosen-en.html")
    page.evaluate("""() => { const real = crypto.subtle.importKey.bind(crypto.subtle);
      crypto.subtle.importKey = (...words) => words[2].name === "Ed25519"
        ? Promise.reject(new DOMException("no", "NotSupportedError")) : real(...words); }""")
    told = choose(page, GOOD["single.json"])
    assert "The signatures: this browser does not know Ed25519." in told
    assert "Signed for the log" not in told
    assert "The file does not hold." in choose(page, GOOD["single.json"].replace('"number": 5', '"number": 4'))


def test_file_that_cannot_be_fetched_is_told(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}/beside-en.html")
    page.locator("[data-verify]").evaluate("(place) => { place.dataset.proofUrl = '/none.json' }")
    page.get_by_role("button", name="Check here").click()
    assert "could not be fetched" in said(page)


def test_every_code_has_a_text_in_the_page(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}/chosen-en.html")
    codes = set(
        page.locator("[data-verify-words] [data-code]").evaluate_all("(all) => all.map((each) => each.dataset.code)")
    )
    needed = {each.get("error") for _, _, each in cases()} - {None}
    for _, _, told in cases():
        needed |= {each["code"] for each in (*told.get("shown", ()), *told.get("notShown", ()))}
    scripts = " ".join(path.read_text("utf-8") for path in (ROOT / "frontend/src/verifying").glob("*.js"))
    needed |= set(re.findall(r'(?:Refused|finding)\("([a-z0-9-]+)"', scripts))
    assert needed - codes == set()


def cases() -> list[tuple[str, list[VerifierKey] | None, dict[str, Any]]]:
    texts = [*GOOD.values(), *(making.text_of(file) for file, _ in WRONG), *(text for text, _ in TWO_WAYS)]
    texts += [json.dumps(making.single() | changes) for changes, _ in OTHER_KINDS]
    texts += [making.text_of(making.growth(former)) for former in range(13)]
    texts += [making.text_of(making.proof(number)) for number in range(12)]
    asked: list[tuple[str, list[VerifierKey] | None]] = [(text, keys) for text in texts for keys in (KEYS, None)]
    return [(text, keys, answer(text, keys)) for text, keys in asked]


def ask(page: Page, asked: list[tuple[str, list[VerifierKey] | None]]) -> list[dict[str, Any]]:
    told = page.evaluate(ASK, [[text, keys and [key.written for key in keys]] for text, keys in asked])
    return list(told)


def test_browser_and_python_say_the_same(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}/chosen-en.html")
    asked = cases()
    told = ask(page, [(text, keys) for text, keys, _ in asked])
    assert [(text[:3000], mine, its) for (text, _, mine), its in zip(asked, told, strict=True) if mine != its] == []


def test_browser_and_python_agree_on_damaged_files(served: str, open_page: OpenPage) -> None:
    page, rng = open_page(f"{served}/chosen-en.html"), random.Random(5)  # noqa: S311  # the same damage each time
    texts = [_damaged(rng.choice(list(GOOD.values())), rng) for _ in range(1500)]
    told = ask(page, [(text, KEYS) for text in texts])
    mine = [answer(text, KEYS) for text in texts]
    assert [each for each in zip(texts, mine, told, strict=True) if each[1] != each[2]] == []
    assert django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"] == ["'self'"]


def _damaged(text: str, rng: random.Random) -> str:
    raw = bytearray(text.encode())
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return raw.decode(errors="replace")
