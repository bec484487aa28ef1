"""`make audit`: known weaknesses of every pinned package, as far as the registries of this machine tell of any.

A registry that keeps no advisories says nothing of a package, which is not the same as nothing being known: such
packages are named. The exit code is 1 only for a weakness that is known.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.steps import BIN, ROOT, one_line_errors, say

REQUIREMENTS = ROOT / "requirements"
NPM_FOLDERS = (ROOT / "frontend", ROOT / "tests/oidc")
PIP_AUDIT = ("--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off")
NPM_AUDIT = ("npm", "audit", "--json")
A_LINE = 100


@dataclass(frozen=True)
class Weakness:
    """Something known about a package: its number, and the versions that mend it."""

    package: str
    number: str
    mended_in: str


@dataclass(frozen=True)
class Audit:
    """What is known of the packages of one kind; `silent`: those of which the registry tells nothing."""

    kind: str
    looked_at: int = 0
    weaknesses: Sequence[Weakness] = ()
    silent: Sequence[str] = field(default=())
    why_silent: str = ""


def audit_python(said: Mapping[str, Any]) -> Audit:
    """What pip-audit says, as its JSON."""
    packages = {_called(each): each for each in said["dependencies"]}
    silent = sorted(name for name, each in packages.items() if "skip_reason" in each)
    found = [
        Weakness(name, " ".join([weak["id"], *weak.get("aliases", ())]), ", ".join(weak["fix_versions"]))
        for name, each in sorted(packages.items())
        for weak in each.get("vulns", ())
    ]
    return Audit("Python", len(packages) - len(silent), found, silent, "the registry has no advisories about them")


def _called(package: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (package["name"], package.get("version", ""))))


def audit_npm(said: Mapping[str, Any], locked: Mapping[str, Any]) -> Audit:
    """What npm says, as its JSON.

    Args: locked: package-lock.json, for the names of packages of which nothing is said.
    """
    names = sorted(f"{path.rpartition('node_modules/')[2]} {each['version']}" for path, each in _installed(locked))
    if "vulnerabilities" not in said:
        return Audit("npm", silent=names, why_silent=str(said.get("message", "npm said nothing")).partition(" - ")[0])
    found = [
        Weakness(name, str(weak["severity"]), "a newer one" if weak.get("fixAvailable") else "")
        for name, weak in sorted(said["vulnerabilities"].items())
    ]
    return Audit("npm", len(names), found)


def _installed(locked: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    return ((path, each) for path, each in locked["packages"].items() if path)


def report(audits: Sequence[Audit]) -> str:
    """What is known, then of what nothing is."""
    lines: list[str] = []
    for each in audits:
        lines.append(f"{each.kind}: {each.looked_at} packages looked at, {len(each.weaknesses)} known weaknesses")
        lines += [
            f"  WEAK {weak.package}: {weak.number}; mended in {weak.mended_in or 'no version yet'}"
            for weak in each.weaknesses
        ]
        if each.silent:
            lines.append(f"  COULD NOT BE AUDITED ({each.why_silent}): {len(each.silent)} packages")
            lines += [f"    {line}" for line in _wrapped(each.silent)]
    return "\n".join(lines)


def _wrapped(words: Iterable[str]) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]}, {word}" if lines[-1] else word
        if len(longer) > A_LINE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def pinned() -> list[str]:
    """Every file of pinned Python packages."""
    return sorted(path.name for path in REQUIREMENTS.glob("*.txt"))


def _ask_python() -> Audit:
    files = [word for name in pinned() for word in ("-r", f"requirements/{name}")]
    said, why = _json_of([str(BIN / "pip-audit"), *PIP_AUDIT, *files], ROOT)
    if "dependencies" not in said:
        return Audit("Python", silent=[f"all of {', '.join(pinned())}"], why_silent=why)
    return audit_python(said)


def _ask_npm(folder: Path) -> Audit:
    locked = json.loads((folder / "package-lock.json").read_text("utf-8"))
    said, why = _json_of(NPM_AUDIT, folder)
    return audit_npm(said or {"message": why}, locked)


def _json_of(command: Sequence[str], folder: Any) -> tuple[dict[str, Any], str]:
    """What a command prints, and the last line of what it complains of; both end with 1 when they find something."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        said = json.loads(done.stdout)
    except (OSError, ValueError) as error:
        return {}, f"{command[0].rpartition('/')[2]} gave no answer: {error}"
    return (said, "") if isinstance(said, dict) else ({}, "an answer of an unknown form")


def main() -> int:
    """Ask, tell; returns 1 when a weakness is known."""
    audits = [_ask_python(), *map(_ask_npm, NPM_FOLDERS)]
    say(report(audits))
    return 1 if any(each.weaknesses for each in audits) else 0


if __name__ == "__main__":
    with one_line_errors():
        sys.exit(main())
