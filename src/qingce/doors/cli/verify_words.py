"""What a check has shown and has not shown, in sentences of both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.doors.cli.language import language

if TYPE_CHECKING:
    from qingce.pure.merkle.proof_files.results import Finding

SENTENCES = {
    "entry-in-log": (
        "第 {number} 条在账本 {log} 的 {size} 条之中，一字未改。",
        "Entry {number} is, letter for letter, one of the {size} entries of the log {log}.",
    ),
    "person-opened": ("行为人是 {person}。", "Who acted is {person}."),
    "words-opened": ("附带的文字与条目的承诺值相符。", "The words given with it are those that the entry is bound to."),
    "row-in-act": (
        "{kind} {subject} 的内容是这次批量行为 {count} 行中的第 {place} 行。",
        "What is said about {kind} {subject} is row {place} of the {count} of this act.",
    ),
    "content-of-act": (
        "{kind} {subject} 的内容与条目记载的哈希值相符。",
        "What is said about {kind} {subject} is what the entry holds the hash of.",
    ),
    "certificate-signed": (
        "账本 {log} 在 {at} 为 {kind} {subject} 签署了这份状态证明，依据当时的 {size} 条。",
        "The log {log} signed this certificate of {kind} {subject} at {at}, looking at its {size} entries.",
    ),
    "certificate-state": ("账本签署的状态：{state}。", "The state that the log signed: {state}."),
    "certificate-entries": (
        "所列 {count} 条都在账本的 {size} 条之中，并且都与该对象有关。",
        "Entries listed: {count}; each is one of the {size} of the log and is about this subject.",
    ),
    "log-grew": (
        "账本 {log} 从 {former} 条增加到 {size} 条，原有的一条未改、未少。",
        "The log {log} grew from {former} entries to {size}; none of the former was changed or taken out.",
    ),
    "checkpoint-signed": (
        "账本 {log} 签署了有 {size} 条的检查点。",
        "The log {log} signed a checkpoint of {size} entries.",
    ),
    "key-signed": ("账本由密钥 {key} 签署。", "Signed for the log by the key {key}."),
    "witness-signed": ("见证方 {name} 已联署（时间：{at}）。", "Co-signed by the witness {name} (time: {at})."),
    "key-from-file": (
        "密钥（{keys}）是否真是其所称者的：文件自己给出密钥，这里只说明与之相符。请用 --key 或 --keys 给出公钥。",
        (
            "That the keys ({keys}) are whose names they bear: the file itself names them, and this shows only that "
            "it fits them. Give keys that you have from elsewhere by --key or --keys."
        ),
    ),
    "signatures-unknown": (
        "另有 {count} 个签名，不在给出的密钥之中，未核验。",
        "What {count} further signatures are worth: their keys were not given.",
    ),
    "same-for-all": (
        "账本给别人看的是否同样：没有您认可的见证方联署。",
        "That others are shown the same log: no witness whom you know has co-signed.",
    ),
    "later-acts": (
        "第 {size} 条之后有无别的行为：只有跟随账本的人知道。",
        "That nothing was logged after these {size} entries: only whoever follows the log knows.",
    ),
    "truth": (
        "条目所说是否属实：账本只说明何时公开过什么。",
        "That what the entry says is true: the log shows what was made public, and when.",
    ),
    "person-closed": ("行为人是谁：文件没有公开。", "Who acted: the file does not open it."),
    "words-closed": (
        "附带的文字：文件没有公开，或已被遗忘。",
        "The words that belong to it: the file does not open them, or they were forgotten.",
    ),
    "rows-closed": (
        "这次批量行为涉及哪 {count} 行：文件没有给出。",
        "Which {count} rows the act is about: the file gives none.",
    ),
    "certificate-complete": (
        "所列的是否是 {size} 条中与该对象有关的全部、状态是否由此得出：这是账本签署的话，跟随账本的人可以核对。",
        (
            "That no other of the {size} entries is about this subject, and that the state follows: the log's signed "
            "word, which whoever follows the log can check."
        ),
    ),
    "certificate-rows": (
        "另列的 {count} 条批量行为都在账本之中，是否与该对象有关：所在的行没有公开，这是账本签署的话。",
        (
            "That {count} further entries listed, each of the log and about many at once, are about this subject: "
            "their rows are not opened. It is the log's signed word."
        ),
    ),
    "certificate-records": (
        "所列 {count} 条记录的状态：这是账本签署的话；各记录另有状态证明。",
        "The state of the {count} records listed: the log's signed word; each record has a certificate of its own.",
    ),
}
NAMES = {
    "record": ("记录", "record"),
    "case": ("案件", "case"),
    "enterprise": ("企业", "enterprise"),
    "published": ("公开", "published"),
    "withdrawn": ("撤下", "withdrawn"),
    "removed": ("经审核撤除", "removed after review"),
}
TEXTS = {
    "entry": ("条目：", "The entry:"),
    "statement": ("内容：", "What is said:"),
    "words": ("文字：", "The words:"),
    "certificate": ("状态证明：", "The certificate:"),
}


def told(finding: Finding) -> str:
    """One finding as a sentence of the person's language."""
    values = {name: _named(value) for name, value in finding.values.items()}
    return spoken(SENTENCES[finding.code]).format_map(values)


def spoken(pair: tuple[str, str]) -> str:
    """Of two sentences that of the person's language."""
    return pair[0] if language() == "zh" else pair[1]


def _named(value: str | int) -> str | int:
    if isinstance(value, str) and not value:
        return spoken(("未说明", "not said"))
    return spoken(NAMES[value]) if isinstance(value, str) and value in NAMES else value
