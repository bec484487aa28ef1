// Explaining records: the three texts are saved at each pause, and kept in this browser until they are. A form that is
// sent by its button works without any of this.
const PAUSE = 1200;
const AGAIN = 8000;
const newest = new WeakMap();

const key = (form) => `qingce-explanation ${form.action}`;
const texts = (form) => [...form.querySelectorAll("textarea, [data-kept]")];
const said = (form) => texts(form).map((each) => each.value);

function kept(form) {
  try {
    return JSON.parse(window.localStorage.getItem(key(form)));
  } catch {
    return null;
  }
}

function keep(form) {
  try {
    window.localStorage.setItem(key(form), JSON.stringify({ at: new Date().toISOString(), said: said(form) }));
  } catch {
    // The browser keeps nothing: the mark says that the text is not saved yet.
  }
}

function forget(form) {
  try {
    window.localStorage.removeItem(key(form));
  } catch {
    // Nothing was kept.
  }
}

function mark(form, text) {
  form.querySelector("[data-explain-mark]").textContent = text;
}

// What came back tells the revision and when it was saved; the fields that are being typed in stay as they are.
function taken(form, answer) {
  const saved = answer.querySelector("[data-explain-form]");
  form.elements.revision.value = saved.elements.revision.value;
  form.elements.record_version.value = saved.elements.record_version.value;
  form.querySelector("[data-explain-mark]").replaceChildren(...saved.querySelector("[data-explain-mark]").childNodes);
  const line = form.closest("li")?.querySelector("[data-explain-state]");
  const list = form.closest("[data-explain-list]");
  if (line) line.textContent = said(saved).every((each) => each.trim()) ? list.dataset.explained : list.dataset.begun;
}

function replaced(form, answer) {
  const block = form.closest("[data-explain-texts]");
  const fresh = answer.querySelector("[data-explain-texts]");
  if (!fresh) {
    mark(form, form.dataset.refused);
    return;
  }
  block.replaceWith(fresh);
  ready(fresh);
}

async function save(form) {
  if (newest.get(form).isGoing) {
    newest.get(form).isWaiting = true;
    return;
  }
  const state = newest.get(form);
  const sent = said(form);
  state.isGoing = true;
  mark(form, form.dataset.saving);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
    });
    await settle(form, answer, sent);
  } catch {
    mark(form, form.dataset.lost);
    state.timer = setTimeout(() => save(form), AGAIN);
  }
  state.isGoing = false;
  if (state.isWaiting) {
    state.isWaiting = false;
    save(form);
  }
}

async function settle(form, answer, sent) {
  if (answer.redirected) {
    mark(form, form.dataset.out);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.ok) {
    taken(form, page);
    if (said(form).join("\n") === sent.join("\n")) forget(form);
  } else if (answer.status === 409 || answer.status === 422) {
    replaced(form, page);
  } else {
    mark(form, form.dataset.refused);
  }
}

function offer(form) {
  const found = kept(form);
  if (!found) return;
  if (found.said.join("\n") === said(form).join("\n")) {
    forget(form);
    return;
  }
  const box = form.querySelector("[data-explain-kept]");
  box.querySelector("output").textContent = new Date(found.at).toLocaleString(document.documentElement.lang);
  box.hidden = false;
  box.querySelector("[data-use]").addEventListener("click", () => {
    texts(form).forEach((each, place) => (each.value = found.said[place] ?? each.value));
    box.hidden = true;
    save(form);
  });
  box.querySelector("[data-drop]").addEventListener("click", () => {
    forget(form);
    box.hidden = true;
  });
}

function ready(block) {
  const form = block.querySelector("[data-explain-form]");
  if (!form.querySelector("[data-explain-mark]")) return;
  const state = { isGoing: false, isWaiting: false, timer: 0 };
  newest.set(form, state);
  form.elements.tab.value = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
  offer(form);
  form.addEventListener("input", () => {
    keep(form);
    mark(form, form.dataset.waiting);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(form), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(state.timer);
    save(form);
  });
}

// A record opens below its line and closes again; without a script its name leads to a page of its own.
function showInPlace(list) {
  list.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-explain-show]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = link.closest("li");
    const there = item.querySelector("[data-explain-texts]");
    if (there) {
      there.hidden = !there.hidden;
      link.setAttribute("aria-expanded", String(!there.hidden));
      return;
    }
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const block = page.querySelector("[data-explain-texts]");
      item.append(block);
      ready(block);
      link.setAttribute("aria-expanded", "true");
    } catch {
      item.querySelector("[data-explain-state]").textContent = list.dataset.offline;
    }
  });
}

export function explainRecords() {
  const list = document.querySelector("[data-explain-list]");
  if (list) showInPlace(list);
  document.querySelectorAll("[data-explain-texts]").forEach(ready);
}
