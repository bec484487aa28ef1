// Forms on a tablet: the page of all forms kept here, of one form, of one item. What it shows lies on the device.
import { editsOf, forget, isUnsent, person, sheetOf, sheetsOf, unsentOfOthers } from "./tablet/store.js";
import { saveFile } from "./tablet/exporting.js";
import { itemPage, mark } from "./tablet/item.js";
import { ask, fetchSheet, sendAll, standing } from "./tablet/sending.js";
import { finishWriting } from "./tablet/writing.js";
import { made, tell, word } from "./tablet/words.js";

const main = document.getElementById("main");
const page = document.getElementById("page");
const AGAIN_MS = 60000;
const CLOCK_MINUTES = 2;
let shown = null;
let turns = 0;

// Args: gently: leaves the page as it is where somebody writes on it by the time the new one is ready.
async function show(gently = false) {
  const turn = ++turns;
  const me = await person();
  const [kind, subject, item] = location.hash.slice(1).split("/");
  const place = { kind, subject: Number(subject), item };
  let content = null;
  if (me && item === "laws") content = await lawsPage(me.number, place);
  else if (me && item) content = await itemPage(me.number, place, { again, send }, (to) => (location.hash = to));
  else if (me && subject) content = await sheetPage(me.number, place);
  const drawn = content || (await homePage(me));
  if (turn !== turns) return; // a newer one is being drawn
  // What stands there already is not put there anew: a button that is just being pressed would be gone under the finger.
  const isSame = !item && page.firstElementChild?.isEqualNode(drawn);
  if (shown === location.hash && (isSame || (gently && isWriting()))) {
    await tellStanding(me);
    return;
  }
  page.replaceChildren(drawn);
  if (shown !== null && shown !== location.hash) {
    const heading = page.querySelector("h1") || main;
    heading.tabIndex = -1;
    heading.focus(); // whoever listens hears that another page is there
    window.scrollTo(0, 0);
  }
  shown = location.hash;
  await tellStanding(me);
}

// Whether a field has the focus, or holds what is not kept yet.
function isWriting() {
  const active = document.activeElement;
  const begun = [...page.querySelectorAll("#prove textarea, #prove input")].some((each) => each.value);
  return begun || (page.contains(active) && active.matches("textarea, input, select"));
}

function again() {
  return show().then(send);
}

async function tellStanding(me) {
  const unsent = me ? (await editsOf(me.number)).filter(isUnsent).length : 0;
  const parts = [word(standing.isOnline ? "online" : "offline")];
  if (me) parts.push(word("as", me.name));
  parts.push(unsent ? word("waiting", unsent) : me ? word("all_sent") : "");
  if (Math.abs(standing.clock) >= CLOCK_MINUTES) parts.push(word("clock", Math.abs(standing.clock)));
  document.getElementById("standing").textContent = parts.filter(Boolean).join(" · ");
}

async function homePage(me) {
  const kept = me ? await sheetsOf(me.number) : [];
  const known = new Set(kept.map((each) => `${each.kind}/${each.subject}`));
  const more = me ? standing.sheets.filter((each) => !known.has(`${each.kind}/${each.subject}`)) : [];
  const own = me ? await editsOf(me.number) : [];
  const others = await unsentOfOthers(me ? me.number : null);
  const logIn = made("p", { class: "notice" }, `${word("logged_out")} `, made("a", { href: main.dataset.logIn }, word("log_in")));
  return made(
    "section",
    {},
    made("h1", {}, word("forms")),
    standing.isLoggedIn === false ? logIn : null,
    others ? otherPerson(me, others) : null,
    kept.length || more.length ? null : made("p", { class: "prose" }, word("none")),
    made("ul", { class: "bare" }, ...kept.map((each) => sheetLine(each, own)), ...more.map((each) => takeLine(me, each))),
    me ? tools(me, own) : null,
  );
}

function sheetLine(sheet, own) {
  const unsent = own.filter((each) => each.kind === sheet.kind && each.subject === sheet.subject && isUnsent(each)).length;
  return made("li", { class: "panel-flat" }, made("a", { href: `#${sheet.kind}/${sheet.subject}` }, sheet.title), made("p", { class: "soft small" }, [word("kept_at", new Date(sheet.now).toLocaleString(document.documentElement.lang)), unsent ? word("waiting", unsent) : ""].filter(Boolean).join(" · ")), sheet.refused ? made("p", { class: "notice is-wrong" }, word("refused_for_all", sheet.refused)) : null);
}

function takeLine(me, sheet) {
  const take = async () => {
    try {
      await fetchSheet(me.number, sheet.kind, sheet.subject);
    } catch {
      tell(word("not_now"), true);
      return;
    }
    if (navigator.storage?.persist) await navigator.storage.persist();
    await show();
  };
  return made("li", { class: "panel-flat" }, `${sheet.title} `, made("button", { class: "button button-plain", type: "button", onclick: take }, word("take"), made("span", { class: "visually-hidden" }, `: ${sheet.title}`)));
}

function tools(me, own) {
  const unsent = own.filter(isUnsent).length;
  return made("div", { class: "actions" },
    unsent ? made("button", { class: "button", type: "button", onclick: again }, word("send")) : null,
    own.length ? made("button", { class: "button button-plain", type: "button", onclick: () => saveFile(me) }, word("save_file")) : null,
    deleting(word("delete"), unsent, () => forget(null)),
  );
}

function otherPerson(me, count) {
  return made("div", { class: "notice" }, made("p", {}, word("other", count)), deleting(word("other_delete"), count, () => forget(me ? me.number : null)));
}

// Asked twice, and it is said how much would be lost.
function deleting(title, unsent, does) {
  const sure = made("button", { class: "button", type: "button", onclick: () => does().then(show) }, word("delete_yes"));
  return made("details", {}, made("summary", {}, title), made("p", {}, word("delete_sure", unsent)), sure);
}

async function sheetPage(owner, place) {
  const sheet = await sheetOf(owner, place.kind, place.subject);
  if (!sheet) return null;
  const own = (await editsOf(owner)).filter((each) => each.kind === place.kind && each.subject === place.subject);
  const titles = Object.fromEntries(sheet.grades.map((each) => [each.id, each.title]));
  const line = (item) => {
    const mine = own.filter((each) => each.item === item.id && isUnsent(each));
    const answer = mine.filter((each) => !each.isEvidence).pop();
    const grade = answer && answer.state !== "conflict" ? answer.text.grade : item.held?.grade;
    const states = [...new Set(mine.map((each) => each.state))];
    if (item.conflicts.length && !states.includes("conflict")) states.push("conflict");
    if (!states.length && item.held) states.push("sent");
    return made("li", {}, made("a", { href: `#${place.kind}/${place.subject}/${item.id}` }, item.title), " ", made("strong", {}, titles[grade] || ""), " ", ...states.map(mark));
  };
  const groups = sheet.groups.map((group) => made("section", {}, made("h2", {}, `${group.phase} · ${group.title}`), made("ol", { class: "form-items" }, ...group.items.map(line))));
  const aims = sheet.aims ? made("details", { class: "panel" }, made("summary", {}, sheet.aims.title), made("ol", {}, ...sheet.aims.items.map((each) => made("li", {}, each)))) : null; // a form that was taken along earlier has none
  return made("article", {}, made("p", {}, made("a", { href: "#" }, word("back"))), made("h1", {}, sheet.title), aims, made("p", {}, made("a", { href: `#${place.kind}/${place.subject}/laws` }, word("laws"))), sheet.refused ? made("p", { class: "notice is-wrong" }, word("refused_for_all", sheet.refused)) : null, ...groups);
}

async function lawsPage(owner, place) {
  const sheet = await sheetOf(owner, place.kind, place.subject);
  if (!sheet) return null;
  const groups = sheet.laws.map((group) => made("section", {}, made("h2", {}, group.title), made("ul", { class: "prose" }, ...group.items.map((each) => made("li", {}, [each.title, ...each.standards].join(" · "))))));
  return made("article", {}, made("p", {}, made("a", { href: `#${place.kind}/${place.subject}` }, word("back"))), made("h1", {}, word("laws")), ...groups);
}

// Sends what is finished and shows what came of it; a field that somebody is typing in is left alone.
async function send() {
  await sendAll();
  await show(true);
  if (standing.said) tell(standing.said, true);
  standing.said = "";
}

// Without a connection the page is kept already, or cannot be kept now: it is tried again the next time.
async function keepPage() {
  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  try {
    await navigator.serviceWorker.register(main.dataset.worker, { scope: main.dataset.home });
  } catch {
    tell(word("not_now"), true);
  }
}

async function leave() {
  const me = await person();
  if (me) await finishWriting(me.number);
}

async function start() {
  try {
    if (!location.hash.slice(1).split("/")[2]) await leave();
    await show();
  } catch {
    tell(word("no_storage"), true);
    return;
  }
  await keepPage();
  await ask();
  await show(true);
  await send();
}

window.addEventListener("hashchange", () => leave().then(show).then(send));
window.addEventListener("online", () => send());
window.addEventListener("offline", () => {
  standing.isOnline = false;
  person().then(tellStanding);
});
setInterval(() => navigator.onLine && send(), AGAIN_MS);
start();
