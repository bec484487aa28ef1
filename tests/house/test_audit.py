"""`make audit` tells what is known, names what nothing is known of, and fails for the former only."""

from __future__ import annotations

from typing import Any

import pytest

from tools import audit
from tools.audit import Audit, Weakness, audit_npm, audit_python, report

WEAK: dict[str, Any] = {
    "name": "sample",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-0-1", "aliases": ["CVE-0-1"], "fix_versions": ["1.1"], "description": "…"}],
}
FINE = {"name": "other", "version": "2.0", "vulns": []}
SILENT = {"name": "third", "skip_reason": "Dependency not found and could not be audited: third (3.0)"}
LOCKED = {"packages": {"": {"name": "ours"}, "node_modules/esbuild": {"version": "0.1"}}}


def test_python_packages_are_looked_at_weak_or_silent() -> None:
    found = audit_python({"dependencies": [WEAK, FINE, SILENT, FINE]})
    assert (found.looked_at, found.silent) == (2, ["third"])
    assert found.weaknesses == [Weakness("sample 1.0", "PYSEC-0-1 CVE-0-1", "1.1")]


def test_registry_without_advisories_makes_npm_packages_silent() -> None:
    found = audit_npm({"message": "405 Method Not Allowed - POST the address of a registry"}, LOCKED)
    assert (found.silent, found.why_silent, found.weaknesses) == (["esbuild 0.1"], "405 Method Not Allowed", ())


def test_weakness_of_an_npm_package_is_found() -> None:
    said = {"vulnerabilities": {"esbuild": {"severity": "high", "fixAvailable": True}}}
    assert audit_npm(said, LOCKED).weaknesses == [Weakness("esbuild", "high", "a newer one")]


def test_report_names_what_could_not_be_audited() -> None:
    said = report([audit_python({"dependencies": [WEAK, SILENT]})])
    assert said.splitlines() == [
        "Python: 1 packages looked at, 1 known weaknesses",
        "  WEAK sample 1.0: PYSEC-0-1 CVE-0-1; mended in 1.1",
        "  COULD NOT BE AUDITED (the registry has no advisories about them): 1 packages",
        "    third",
    ]


@pytest.mark.parametrize(
    ("found", "code"), [(Audit("Python", 1, [Weakness("a", "b", "")]), 1), (Audit("Python", silent=["a"]), 0)]
)
def test_only_a_known_weakness_fails(monkeypatch: pytest.MonkeyPatch, found: Audit, code: int) -> None:
    monkeypatch.setattr(audit, "_ask_python", lambda: found)
    monkeypatch.setattr(audit, "_ask_npm", lambda _folder: Audit("npm"))
    assert audit.main() == code


def test_command_that_gives_no_answer_makes_all_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PIP_AUDIT", ("--no-such-option",))
    monkeypatch.setattr(audit, "NPM_AUDIT", ("false",))
    assert audit._ask_python().silent == [f"all of {', '.join(audit.pinned())}"]
    assert audit._ask_npm(audit.NPM_FOLDERS[0]).silent[0].startswith("@esbuild/")
