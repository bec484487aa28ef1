"""Enterprise names: the original is kept, a key says when two spellings are the same name.

`key` joins spellings (width, traditional characters, brackets, spaces, punctuation). `core` joins an enterprise's
parts and legal forms for finding candidates; two enterprises may share a core, so it never decides identity. What
counts as a legal form or a branch mark stands in `data/legal_forms.csv`.

Some names tell no enterprise: masked ones, 个体工商户, 张三. `is_telling` knows them by `data/untelling_names.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from qingce.pure.kernel.text import fold_table

_OPENING = frozenset("([{〔【〖〈《「『")
_CLOSING = frozenset(")]}〕】〗〉》」』")
# Masks are told from punctuation, or a masked name would become the key of a real one.
_MASK_CHARACTERS = "*×✕✖╳※■□●○◆◇"
MASK = rf"[{_MASK_CHARACTERS}]|某|(?<![a-z])x{{2,}}(?![a-z])"
_MASK_BEGINS = frozenset(_MASK_CHARACTERS + "某x")
# Generic names that end as a business does have at most so many characters (股份有限公司).
_LONGEST_GENERIC = 6
_SHORTEST_TELLING = 2
_AND_OTHERS = r"等(?:[\d一二三四五六七八九十]{1,3}[人户名]?|人)?$"
_HAN = r"[\u3400-\u9fff]"
_SEPARATOR = "\x00"
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class NormalName:
    """An enterprise name taken apart.

    Attributes:
        original: the name as written.
        key: one spelling for all ways to write the name; legal form and branch are kept.
        core: key without legal form and branch; the key itself if nothing else is left.
        branch: the part of the enterprise meant, without brackets: 新桥工厂, 第71加油站; "" if none.
        legal_form: 有限责任公司, 股份有限公司, 厂 …; "" if none.
        is_masked: characters were hidden: ****运输局公路管理所, 安徽某公司.
    """

    original: str
    key: str
    core: str
    branch: str
    legal_form: str
    is_masked: bool


def name_key(name: str) -> str:
    """The key of a name alone, for joining millions of rows.

    Returns: half width, simplified, lower case, brackets as ( ), without white space and other punctuation; a key's
    key is itself.
    """
    return name.translate(_key_table(keep_separator=False))


def name_keys(names: Sequence[str]) -> list[str]:
    """Keys of many names, in their order; equal to `name_key` of each."""
    return [key for start in range(0, len(names), _BATCH) for key in _batch_keys(names[start : start + _BATCH])]


def normalise_name(name: str) -> NormalName:
    """A name with its key, core, branch, legal form and whether it is masked.

    A name that ends in a company form is a whole enterprise. Otherwise what follows the last company form inside it
    is its branch (中国石油天然气股份有限公司 + 河南郑州第71加油站), whether or not a branch mark ends it.
    """
    key = name_key(name)
    head, branch = _split_branch(key)
    core, legal_form = _split_legal_form(head)
    return NormalName(
        original=name,
        key=key,
        core=core or key,
        branch=branch,
        legal_form=legal_form,
        is_masked=has_mask(key),
    )


def has_mask(key: str) -> bool:
    """Whether characters of a key are hidden; most keys hold nothing of a mask, which is asked first."""
    return not _MASK_BEGINS.isdisjoint(key) and re.search(MASK, key) is not None


def is_telling(name: str) -> bool:
    """Whether a name can tell an enterprise; one that does not never joins two of them by itself.

    Not telling are, once words for what a person is (当事人, 个体工商户) and 等3人 are taken off:

    - names without a letter or with one character only, and masked ones;
    - generic ones: 不详, 某公司, 有限公司;
    - names like a person's: a usual surname and one or two characters more (张三, 王女士, 李x, 欧阳修), unless they end
      as businesses and bodies do (王记厂, 江宁区). A short brand that begins with a surname (马钢) counts as a person's
      name: two enterprises made one is worse than one found twice.

    Args: name: as written, or its key.
    """
    key = name_key(name)
    # Most names pass two cheap questions: nothing of a mask, and a business's ending.
    if has_mask(key):
        return False
    words = _untelling()
    if len(key) > _LONGEST_GENERIC and key[-1] in words.endings:
        return True
    left = words.roles.sub("", re.sub(_AND_OTHERS, "", key)).strip("()")
    if len(left) < _SHORTEST_TELLING or left in words.generic or not any(map(str.isalpha, left)):
        return False
    return words.person.fullmatch(left) is None


@dataclass(frozen=True, slots=True)
class _Untelling:
    """The table of words, as patterns and sets of keys."""

    generic: frozenset[str]
    roles: re.Pattern[str]
    person: re.Pattern[str]
    endings: frozenset[str]


@cache
def _untelling() -> _Untelling:
    from qingce.pure.kernel.tables import read_table

    texts: dict[str, list[str]] = {}
    for row in read_table("untelling_names.csv"):
        texts.setdefault(row["use"], []).extend(map(name_key, row["texts"].split()))
    roles = _either(texts["role"])
    surname = _either([each for each in texts["surname"] if len(each) > 1])
    surnames = "".join(each for each in texts["surname"] if len(each) == 1)
    endings = "".join(texts["ending"])
    return _Untelling(
        generic=frozenset(texts["generic"]),
        roles=re.compile(rf"^(?:{roles}){{1,3}}|(?:{roles}){{1,3}}$|\((?:{roles})\)"),
        person=re.compile(rf"(?:{surname}|[{surnames}])(?:{_HAN}|x){{0,1}}(?:(?![{endings}]){_HAN}|x)"),
        endings=frozenset(endings),
    )


@dataclass(frozen=True, slots=True)
class _Forms:
    """Patterns made from the table, longest form first."""

    dropped_ending: re.Pattern[str]
    kept_ending: re.Pattern[str]
    head: re.Pattern[str]
    marked_head: re.Pattern[str]
    mark_ending: re.Pattern[str]


@cache
def _forms() -> _Forms:
    from qingce.pure.kernel.tables import read_table

    texts: dict[str, list[str]] = {}
    for row in read_table("legal_forms.csv"):
        texts.setdefault(row["use"], []).append(name_key(row["text"]))
    form = _either(texts["form"], never_in=texts["mark"])
    return _Forms(
        dropped_ending=re.compile(f"(?:{_either(texts['form-only'])}|{form})$"),
        kept_ending=re.compile(f"(?:{_either(texts['kept'])})$"),
        head=re.compile(form),
        marked_head=re.compile(_either(texts["head"])),
        mark_ending=re.compile(f"(?:{_either(texts['mark'])})$"),
    )


def _either(texts: Sequence[str], *, never_in: Sequence[str] = ()) -> str:
    """Pattern of the texts, longest first; none matches as the end of a text of `never_in` (公司 in 分公司)."""
    return "|".join(_guarded(text, never_in) for text in sorted(texts, key=len, reverse=True))


def _guarded(text: str, never_in: Sequence[str]) -> str:
    before = (longer.removesuffix(text) for longer in never_in if longer.endswith(text))
    return "".join(f"(?<!{re.escape(prefix)})" for prefix in before) + re.escape(text)


def _split_branch(key: str) -> tuple[str, str]:
    forms = _forms()
    if forms.dropped_ending.search(key):
        return key, ""
    if end := _last_end(forms.head, key):
        return key[:end], _unbracketed(key[end:])
    end = _last_end(forms.marked_head, key)
    if end and forms.mark_ending.search(key, end):
        return key[:end], _unbracketed(key[end:])
    mark = forms.mark_ending.search(key)
    return (key[: mark.start()], mark[0]) if mark else (key, "")


def _last_end(pattern: re.Pattern[str], key: str) -> int:
    """End of the last place where the pattern leaves something behind it; 0 if none."""
    return max((match.end() for match in pattern.finditer(key) if match.end() < len(key)), default=0)


def _split_legal_form(head: str) -> tuple[str, str]:
    forms = _forms()
    if ending := forms.dropped_ending.search(head):
        return head[: ending.start()], _unbracketed(ending[0])
    if ending := forms.kept_ending.search(head):
        return head, ending[0]
    return head, ""


def _unbracketed(tail: str) -> str:
    return tail[1:-1] if tail.startswith("(") and tail.endswith(")") else tail


class _KeyTable(dict[int, str]):
    """Code point to its part of a key, worked out once per character that occurs."""

    def __missing__(self, code_point: int) -> str:
        part = self[code_point] = "".join(_key_characters(fold_table()[code_point]))
        return part


@cache
def _key_table(*, keep_separator: bool) -> dict[int, str]:
    return _KeyTable({ord(_SEPARATOR): _SEPARATOR} if keep_separator else {})


def _key_characters(folded: str) -> Iterator[str]:
    for character in folded:
        if character in _OPENING:
            yield "("
        elif character in _CLOSING:
            yield ")"
        elif character in _MASK_CHARACTERS or unicodedata.category(character)[0] not in "ZP":
            yield character


def _batch_keys(names: Sequence[str]) -> list[str]:
    """One translation for the whole batch: the call costs as much as the characters of a name."""
    joined = _SEPARATOR.join(names)
    if joined.count(_SEPARATOR) != len(names) - 1:
        return [name_key(name) for name in names]
    return joined.translate(_key_table(keep_separator=True)).split(_SEPARATOR)
