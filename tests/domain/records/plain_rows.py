"""Rows read one by one, as plainly as can be: what the columns of `records.reading` must come to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from qingce.domain.enterprises.actions import Description
from qingce.domain.records.classification import categories_in, pollutant_code, pollutants_in
from qingce.domain.records.compact import Measured, parse_details, parse_measurements, parse_quantities
from qingce.domain.records.enums import BY_TYPE, SourceKind
from qingce.domain.records.identity import Content, Keys, keys_of
from qingce.domain.records.reading import MissingForType
from qingce.domain.records.readings import SourceText
from qingce.domain.records.sources import source_key
from qingce.pure.kernel.canonical import digest
from qingce.pure.kernel.divisions import locate
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.industries import find_industry
from qingce.pure.kernel.names import is_telling, name_key, normalise_name
from qingce.pure.merkle.hashing import leaf_hash

OWNER, NUMBER, SALT = 17, 4711, bytes(range(16))


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row comes to: about whom, the columns of its record, its keys and its statement; or its error's code."""
    cell = {name: value for name, value in row.items() if value is not None}
    spec = BY_TYPE[cell["type"]]
    try:
        details = parse_details(cell.get("details", ""), spec.type)
        for group in spec.needs:
            if not any(cell.get(name) or details.get(name) for name in group):
                raise MissingForType("It lacks what its type needs.")
        measured = parse_measurements(cell.get("measurements", ""))
        quantities = parse_quantities(cell.get("quantities", ""))
    except InvalidValue as error:
        return {"error": error.code}
    text = cell.get("description", "")
    named: list[Measured] = []
    if spec.states_violation:
        given = {found for each in measured for found in (pollutants_in(each.pollutant) or (each.pollutant,))}
        named = [Measured(name, None, None, "", "", None) for name in pollutants_in(text) if name not in given]
    stated = cell.get("violations")
    categories = tuple(dict.fromkeys(stated)) if stated else ()
    if not stated and spec.states_violation:
        categories = tuple(category.value for category in categories_in(text))
    dated = cell.get("published_on") or cell.get("decided_on") or cell.get("inspected_on")
    said = {
        "about": _about(cell),
        "dated": dated,
        "year": dated.year if dated else cell.get("year"),
        "division": _division(cell, cell.get("issuer", "")),
        "industry": _industry(cell),
        "violations": categories,
        "is_classified": spec.states_violation and "violations" not in cell,
        "measurements": (*measured, *named),
        "quantities": quantities,
        "details": details,
        "source": SourceText(
            cell.get("source_title", ""), cell.get("issuer", ""), SourceKind(cell.get("source_kind") or "other"),
            cell.get("source_published_on"), cell.get("source_url", ""), cell.get("licence", ""),
        ),
    }  # fmt: skip
    for name in ("published_on", "decided_on", "inspected_on", "fine_cny"):
        said[name] = cell.get(name)
    for name in ("type", "title", "doc_no", "issuer", "address", "description", "laws", "measure", "reference"):
        said[name] = cell.get(name, "")
    return said | {"keys": _keys(said, cell), "hash": leaf_hash(_statement(said))}


def _about(cell: Mapping[str, Any]) -> Description:
    name = cell["enterprise_name"]
    key = name_key(name)
    if not is_telling(name) and "uscc" not in cell and not cell.get("is_pseudonym"):
        texts = (cell.get(column, "") for column in ("issuer", "doc_no", "title", "description"))
        days = (str(cell.get(column, "")) for column in ("published_on", "decided_on", "inspected_on"))
        key = f"{key[:160]}#{digest(*texts, *days).hex()}"
    return Description(
        name=name,
        name_key=key,
        is_company=bool(normalise_name(name).legal_form),
        uscc=cell.get("uscc"),
        stated_code=cell.get("uscc_as_written", ""),
        is_pseudonym=bool(cell.get("is_pseudonym")),
        former_names=tuple(part.strip() for part in cell.get("former_names", "").split(";") if part.strip()),
        address=cell.get("address", ""),
        division=_division(cell, ""),
        industry=_industry(cell),
        longitude=cell.get("longitude"),
        latitude=cell.get("latitude"),
        listed=cell.get("listed"),
        is_synthetic=cell.get("source_kind") == "synthetic",
        stated_by=cell.get("source_title", ""),
    )


def _division(cell: Mapping[str, Any], issuer: str) -> str:
    stated = [cell[name] for name in ("province", "city", "county") if cell.get(name)]
    path = locate(*stated) if stated else None
    if (path is None or path.county is None) and cell.get("address"):
        path = locate(cell["address"], within=path.code if path else None) or path
    path = path or (locate(issuer) if issuer else None)
    return path.code if path else ""


def _industry(cell: Mapping[str, Any]) -> str:
    found = find_industry(cell["industry"]) if cell.get("industry") else None
    return found.code if found and found.code.isdigit() else ""


def _keys(said: Mapping[str, Any], cell: Mapping[str, Any]) -> Keys:
    content = Content(
        type=said["type"],
        title=said["title"],
        doc_no=said["doc_no"],
        dated=said["dated"],
        year=cell.get("year"),
        description=said["description"],
        measure=said["measure"],
        details=said["details"],
        measurements=cell.get("measurements", ""),
    )
    return keys_of(OWNER, content)


def _statement(said: Mapping[str, Any]) -> bytes:
    """Canonical JSON of all that a record says."""
    told = {name: said[name] for name in ("type", "title", "doc_no", "issuer", "division", "industry", "address")}
    told |= {name: said[name] for name in ("description", "laws", "measure", "details", "year", "reference")}
    told |= {name: said[name] and said[name].isoformat() for name in ("published_on", "decided_on", "inspected_on")}
    told |= {
        "kind": "record",
        "number": NUMBER,
        "salt": SALT.hex(),
        "enterprise": OWNER,
        "fine_cny": _figure(said["fine_cny"]),
        "synthetic": said["about"].is_synthetic,
        "violations": [[category, "", said["is_classified"]] for category in said["violations"]],
        "measurements": [
            [each.pollutant, pollutant_code(each.pollutant), each.outlet, _figure(each.value), _figure(each.limit),
             each.unit, _figure(each.times_over)]
            for each in said["measurements"]
        ],
        "quantities": [[each.what, _figure(each.amount), each.unit] for each in said["quantities"]],
        "source": source_key(said["source"]).hex(),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _figure(value: object) -> str | None:
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
