// Areas to be taken out of a page are drawn over its picture; the rows of numbers stay what is sent.
const NAMES = ["page", "left", "top", "width", "height"];
const LEAST = 0.3; // percent: less is a slip of the hand

export function drawAreas() {
  const form = document.querySelector("[data-redact]");
  if (!form) return;
  document.querySelector("[data-redact-hint]")?.removeAttribute("hidden");
  form.addEventListener("input", () => showAll(form));
  for (const place of document.querySelectorAll("[data-page]")) drawOn(place, form);
}

function drawOn(place, form) {
  let from = null;
  place.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    from = pointIn(place, event);
    place.setPointerCapture(event.pointerId);
  });
  place.addEventListener("pointermove", (event) => {
    if (from) showAll(form, { page: place.dataset.page, ...between(from, pointIn(place, event)) });
  });
  place.addEventListener("pointerup", (event) => {
    if (!from) return;
    const area = between(from, pointIn(place, event));
    from = null;
    if (area.width >= LEAST && area.height >= LEAST) write(form, { page: place.dataset.page, ...area });
    showAll(form);
  });
  place.addEventListener("pointercancel", () => {
    from = null;
    showAll(form);
  });
}

function pointIn(place, event) {
  const box = place.getBoundingClientRect();
  const percent = (value, whole) => Math.min(100, Math.max(0, (100 * value) / whole));
  return { x: percent(event.clientX - box.left, box.width), y: percent(event.clientY - box.top, box.height) };
}

function between(a, b) {
  const rounded = (value) => Math.round(value * 10) / 10;
  return {
    left: rounded(Math.min(a.x, b.x)),
    top: rounded(Math.min(a.y, b.y)),
    width: rounded(Math.abs(a.x - b.x)),
    height: rounded(Math.abs(a.y - b.y)),
  };
}

function rowsOf(form) {
  return [...form.querySelectorAll("tbody tr")];
}

function field(row, name) {
  return row.querySelector(`[name=${name}]`);
}

function write(form, area) {
  const rows = rowsOf(form);
  let row = rows.find((each) => NAMES.every((name) => !field(each, name).value));
  if (!row) {
    row = rows[0].cloneNode(true);
    rows[0].parentNode.append(row);
    for (const each of row.querySelectorAll("[aria-label]"))
      each.setAttribute("aria-label", each.getAttribute("aria-label").replace(/\d+/, String(rows.length + 1)));
  }
  for (const name of NAMES) field(row, name).value = area[name];
}

function showAll(form, drawn) {
  const areas = rowsOf(form).map((row) => Object.fromEntries(NAMES.map((name) => [name, field(row, name).value])));
  if (drawn) areas.push(drawn);
  for (const place of document.querySelectorAll("[data-page]")) {
    const svg = place.querySelector("svg");
    svg.replaceChildren();
    for (const area of areas.filter((each) => each.page === place.dataset.page)) {
      const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const said = { x: area.left, y: area.top, width: area.width, height: area.height };
      for (const [name, value] of Object.entries(said)) shape.setAttribute(name, Number(value) || 0);
      svg.append(shape);
    }
  }
}
