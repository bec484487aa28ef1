// All that a person noted on this device as one file that any browser shows, photos included; for the day it is refused.
import { editsOf, sheetsOf } from "./store.js";
import { FIELDS } from "./writing.js";
import { made, word } from "./words.js";

export async function saveFile(owner) {
  const sheets = await sheetsOf(owner.number);
  const body = made("body", {}, made("h1", {}, word("file_title")), made("p", {}, `${owner.name} · ${new Date().toISOString()}`));
  for (const record of await editsOf(owner.number)) body.append(await written(record, sheets));
  const text = `<!doctype html><meta charset="utf-8"><title>${word("file_title")}</title><style>pre{white-space:pre-wrap}img{max-width:100%}</style>${body.outerHTML}`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  made("a", { href: address, download: `qingce-${new Date().toISOString().slice(0, 10)}.html` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

async function written(record, sheets) {
  const sheet = sheets.find((each) => each.kind === record.kind && each.subject === record.subject);
  const item = sheet?.groups.flatMap((each) => each.items).find((each) => each.id === record.item);
  const said = record.isEvidence
    ? [record.evidence_kind, record.note, record.where, record.file_name]
    : FIELDS.map((name) => (record.text[name] ? `${word(name)}: ${record.text[name]}` : ""));
  const state = ["writing", "waiting", "sent", "conflict", "refused"].includes(record.state) ? word(`state_${record.state}`) : record.state;
  return made(
    "section",
    {},
    made("h2", {}, `${sheet ? sheet.title : record.subject} · ${item ? item.title : record.item}`),
    made("p", {}, `${record.made_at} · ${state} ${record.said} · ${record.edit}`),
    ...said.filter(Boolean).map((each) => made("pre", {}, each)),
    record.file ? await shown(record) : null,
  );
}

async function shown(record) {
  const address = await addressOf(record.file);
  return record.file.type.startsWith("image/")
    ? made("img", { src: address, alt: record.file_name })
    : made("a", { href: address, download: record.file_name }, record.file_name);
}

function addressOf(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(blob);
  });
}
