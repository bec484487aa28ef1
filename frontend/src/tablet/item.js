// One item: what to look at, what was found, what shows it; every letter is kept while it is typed.
import { changeEdit, editsOf, keepEdit, sheetOf } from "./store.js";
import { FIELDS, noteAnswer, noteEvidence, ownAnswer } from "./writing.js";
import { made, tell, word } from "./words.js";

const EMPTY = { grade: "", finding: "", action: "", deadline: "", verification: "" };
const LONGEST_SIDE = 160;

// Args: acts: again: shows the page anew and sends; send: sends what waits; leave: goes on to another place.
export async function itemPage(owner, place, acts, leave) {
  const sheet = await sheetOf(owner, place.kind, place.subject);
  const items = sheet ? sheet.groups.flatMap((each) => each.items) : [];
  const number = items.findIndex((each) => each.id === place.item);
  if (number < 0) return null;
  const item = items[number];
  const own = await ownAnswer(owner, place.kind, place.subject, place.item);
  const text = own ? own.text : item.held || EMPTY;
  const form = answerForm(sheet, text);
  const write = (state, settles = [], said = () => read(form)) => noteAnswer(owner, place, said, { base: item.revision, settles, state });
  let isQueued = false; // what is typed while the last letters wait for their turn goes with them
  form.addEventListener("input", async () => {
    form.querySelector("[data-kept]").textContent = "";
    if (isQueued) return;
    isQueued = true;
    try {
      await write("writing", [], () => {
        isQueued = false;
        return read(form);
      });
    } catch (error) {
      isQueued = false; // the next letter tries again
      throw error;
    }
    if (!isQueued) form.querySelector("[data-kept]").textContent = word("kept");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const grade = sheet.grades.find((each) => each.id === read(form).grade);
    if (grade?.needs_words && !read(form).finding.trim()) {
      fault(form, word("needs_words"));
      return;
    }
    await write("waiting", item.conflicts.map((each) => each.edit));
    const next = items[number + 1];
    leave(next ? `#${place.kind}/${place.subject}/${next.id}` : `#${place.kind}/${place.subject}`);
  });
  return made(
    "article",
    { "data-item": item.id },
    made("p", {}, made("a", { href: `#${place.kind}/${place.subject}` }, `${word("back")}: ${sheet.title}`)),
    made("h1", {}, `${number + 1}. ${item.title}`),
    item.text ? made("p", { class: "prose" }, item.text) : null,
    made("p", { class: "soft small" }, `${word("clause")}: `, made("span", { lang: "zh-Hans" }, item.clause)),
    sheet.refused ? made("p", { class: "notice is-wrong" }, word("refused_for_all", sheet.refused)) : null,
    own ? made("p", {}, mark(own.state), own.said ? ` ${own.said}` : "") : null,
    item.remark && !item.remark.is_agreed ? made("p", { class: "notice" }, word("observer", item.remark.text)) : null,
    conflicts(sheet, item, form, owner, place, acts.again),
    form,
    await evidencePart(owner, place, acts.send),
  );
}

export function mark(state) {
  return made("span", { class: `kept-state is-${state}` }, word(`state_${state}`));
}

function answerForm(sheet, text) {
  const grades = sheet.grades.map((each) =>
    made(
      "div",
      { class: "choice" },
      made("input", { type: "radio", name: "grade", id: `grade-${each.id}`, value: each.id, checked: each.id === text.grade }),
      made("label", { for: `grade-${each.id}` }, each.title),
    ),
  );
  return made(
    "form",
    { class: "form", novalidate: true, id: "answer" },
    made("fieldset", {}, made("legend", {}, word("grade")), ...grades),
    area("finding", text, sheet, 5),
    area("action", text, sheet, 3),
    made("div", { class: "field" }, made("label", { for: "deadline" }, word("deadline")), made("input", { type: "date", id: "deadline", name: "deadline", value: text.deadline || "" })),
    area("verification", text, sheet, 2),
    made("p", { class: "field-fault", role: "alert", hidden: true }),
    made("p", { class: "actions" }, made("button", { class: "button", type: "submit" }, word("save")), made("span", { class: "small soft", "data-kept": true })),
  );
}

function area(name, text, sheet, rows) {
  const field = made("textarea", { id: name, name, rows, maxlength: sheet.terms.text, lang: "zh-Hans" });
  field.value = text[name] || "";
  return made("div", { class: "field" }, made("label", { for: name }, word(name)), field);
}

function read(form) {
  const data = new FormData(form);
  return Object.fromEntries(FIELDS.map((name) => [name, String(data.get(name) || "")]));
}

function fault(form, text) {
  const line = form.querySelector(".field-fault");
  line.textContent = text;
  line.hidden = !text;
}

// Both are shown, and a person chooses: nothing is joined by itself.
function conflicts(sheet, item, form, owner, place, again) {
  if (!item.conflicts.length) return null;
  const all = item.conflicts.map((each) => each.edit);
  const choose = async (text) => {
    await noteAnswer(owner, place, () => Object.fromEntries(FIELDS.map((name) => [name, text[name] || ""])), { base: item.revision, settles: all, state: "waiting" });
    again();
  };
  const join = (other) => () => {
    for (const name of ["finding", "action", "verification"]) {
      const texts = [item.held?.[name], other[name]].filter(Boolean);
      form.elements[name].value = [...new Set(texts)].join("\n");
    }
    form.dispatchEvent(new Event("input"));
    form.elements.finding.focus();
  };
  return made(
    "section",
    { class: "conflict", id: "conflict" },
    made("p", { class: "notice is-wrong" }, word("conflict")),
    made("div", { class: "beside" },
      version(sheet, item.held, word("theirs", item.held?.by || ""), made("button", { class: "button button-plain", type: "button", onclick: () => choose(item.held || EMPTY) }, word("take_theirs"))),
      ...item.conflicts.map((each) =>
        version(sheet, each, word("mine", each.by), made("button", { class: "button button-plain", type: "button", onclick: () => choose(each) }, word("take_mine")), made("button", { class: "button button-plain", type: "button", onclick: join(each) }, word("join"))),
      ),
    ),
  );
}

function version(sheet, text, title, ...buttons) {
  const grade = sheet.grades.find((each) => each.id === text?.grade);
  const lines = FIELDS.filter((name) => text?.[name]).map((name) => [word(name), name === "grade" && grade ? grade.title : text[name]]);
  return made("div", { class: "panel-flat" }, made("h2", {}, title), text?.clock ? made("p", { class: "soft small" }, text.clock) : null, made("dl", {}, ...lines.flatMap(([name, value]) => [made("dt", {}, name), made("dd", { class: "as-written" }, value)])), made("p", { class: "actions" }, ...buttons));
}

// What shows it. It is drawn anew by itself: what is being written into the answer beside it stays as it is.
async function evidencePart(owner, place, send) {
  const sheet = await sheetOf(owner, place.kind, place.subject);
  const item = sheet.groups.flatMap((each) => each.items).find((each) => each.id === place.item);
  const own = (await editsOf(owner)).filter(
    (each) => each.isEvidence && each.kind === place.kind && each.subject === place.subject && each.item === place.item && each.state !== "sent" && each.state !== "replaced",
  );
  const part = made("section", { "aria-labelledby": "evidence" });
  const again = async () => part.replaceWith(await evidencePart(owner, place, send));
  const there = item.evidence.map((each) => made("li", {}, [titleOf(sheet, each.kind), each.note, each.where, each.by].filter(Boolean).join(" · "), " ", mark("sent"), ...each.doubts.map((said) => made("span", { class: "notice small" }, said))));
  const here = await Promise.all(own.map((each) => kept(sheet, each, again)));
  const added = () => again().then(send);
  part.append(made("h2", { id: "evidence" }, word("evidence")), made("ul", { class: "bare kept-evidence" }, ...there, ...here), evidenceForm(sheet, owner, place, added));
  return part;
}

async function kept(sheet, record, again) {
  const picture = record.file?.type.startsWith("image/") ? await thumbnail(record.file) : null;
  const out = record.state === "refused" || !record.tries ? made("button", { class: "button button-plain", type: "button", onclick: async () => { await changeEdit(record.edit, (each) => (each.tries && each.state !== "refused" ? null : { ...each, state: "replaced" })); again(); } }, word("take_out")) : null;
  return made("li", {}, picture, " ", [titleOf(sheet, record.evidence_kind), record.note, record.where, record.file_name].filter(Boolean).join(" · "), " ", mark(record.state), record.said ? ` ${record.said}` : "", " ", out);
}

// A small picture of a photo, drawn here, so that nothing has to be fetched for it.
async function thumbnail(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const part = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = made("canvas", { width: Math.round(bitmap.width * part), height: Math.round(bitmap.height * part), role: "img", "aria-label": file.name });
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas;
  } catch {
    return null;
  }
}

function titleOf(sheet, kind) {
  return sheet.evidence.find((each) => each.id === kind)?.title || kind;
}

function evidenceForm(sheet, owner, place, added) {
  const options = sheet.evidence.map((each) => made("option", { value: each.id }, each.title));
  const form = made("form", { class: "form panel", novalidate: true, id: "prove" },
    made("div", { class: "field" }, made("label", { for: "evidence-kind" }, word("kind")), made("select", { id: "evidence-kind", name: "evidence_kind" }, ...options)),
    made("div", { class: "field" }, made("label", { for: "evidence-file" }, word("file")), made("input", { type: "file", id: "evidence-file", name: "file", accept: ".jpg,.jpeg,.png,.pdf,image/jpeg,image/png,application/pdf" })),
    made("div", { class: "field" }, made("label", { for: "evidence-note" }, word("note")), made("textarea", { id: "evidence-note", name: "note", rows: 2, maxlength: sheet.terms.note, lang: "zh-Hans" })),
    made("div", { class: "field" }, made("label", { for: "evidence-where" }, word("where")), made("input", { id: "evidence-where", name: "where", maxlength: sheet.terms.note, lang: "zh-Hans" })),
    made("p", { class: "field-fault", role: "alert", hidden: true }),
    made("p", {}, made("button", { class: "button button-plain", type: "submit" }, word("add"))),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const chosen = data.get("file");
    const file = chosen && chosen.size ? chosen : null;
    const kind = sheet.evidence.find((each) => each.id === data.get("evidence_kind"));
    const wrong = file && file.size > sheet.terms.file_mb * 1024 * 1024 ? word("file_large", sheet.terms.file_mb) : !file && kind.needs_file ? word("needs_file") : !file && !data.get("note").trim() ? word("needs_note") : "";
    fault(form, wrong);
    if (wrong) return;
    await noteEvidence(owner, place, { evidence_kind: kind.id, note: data.get("note"), where: data.get("where"), taken_at: new Date().toISOString() }, file);
    tell(word("kept"));
    added();
  });
  return form;
}
