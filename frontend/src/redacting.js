// Areas to be taken out of a page are drawn over its picture, set by two corners, or framed with the arrow keys; the
// rows of numbers stay what is sent.
const NAMES = ["page", "left", "top", "width", "height"];
const LEAST = 0.3; // percent: less is a corner, not an area
const STEP = 1; // percent for each key
const FIRST = { left: 10, top: 10, width: 30, height: 4 };
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function drawAreas() {
  const form = document.querySelector("[data-redact]");
  if (form) new Sheet(form);
}

class Sheet {
  constructor(form) {
    this.form = form;
    this.told = document.querySelector("[data-redact-told]");
    this.places = [...document.querySelectorAll("[data-page]")];
    document.querySelector("[data-redact-hint]")?.removeAttribute("hidden");
    form.addEventListener("input", () => this.show());
    form.addEventListener("click", (event) => this.takeBack(event));
    for (const place of this.places) {
      byPointer(place, this);
      byKeys(place, this);
    }
    this.show();
  }

  rows() {
    return [...this.form.querySelectorAll("tbody tr")];
  }

  // Writes an area into the first empty row, or into a new one.
  mark(area) {
    const rows = this.rows();
    let row = rows.find(isEmpty);
    if (!row) {
      row = rows[0].cloneNode(true);
      rows[0].parentNode.append(row);
      row.querySelector("[name=without]").value = rows.length;
      for (const each of row.querySelectorAll("[aria-label]"))
        each.setAttribute("aria-label", each.getAttribute("aria-label").replace(/\d+/, String(rows.length + 1)));
    }
    for (const name of NAMES) field(row, name).value = area[name];
    this.say("taken", area);
    this.show();
  }

  takeBack(event) {
    const button = event.target.closest("[name=without]");
    if (!button) return;
    event.preventDefault();
    this.clear(button.closest("tr"));
  }

  // The area of a page that was marked last.
  takeLast(page) {
    const row = this.rows().reverse().find((each) => field(each, "page").value === page);
    if (row) this.clear(row);
  }

  clear(row) {
    const area = areaOf(row);
    for (const name of NAMES) field(row, name).value = "";
    this.say("dropped", area);
    this.show();
    field(row, "page").focus({ preventScroll: true });
  }

  // Shows what is marked, and the frame or the corner that is being set; one empty row stays for who writes numbers.
  show(frame) {
    const areas = this.rows().map(areaOf);
    for (const place of this.places) {
      const svg = place.querySelector("svg");
      svg.replaceChildren();
      for (const area of areas) if (area.page === place.dataset.page) svg.append(shape(area, ""));
      if (frame?.page === place.dataset.page) svg.append(shape(frame, "is-frame"));
    }
    let isFirst = true;
    for (const row of this.rows()) {
      const isBlank = isEmpty(row);
      row.hidden = isBlank && !isFirst && !row.contains(document.activeElement);
      row.querySelector("[name=without]").hidden = isBlank;
      if (isBlank) isFirst = false;
    }
  }

  say(kind, area = {}) {
    this.told.textContent = (this.told.dataset[kind] || "").replace(/\{(\w+)\}/g, (_, name) => area[name] ?? "");
  }
}

function byPointer(place, sheet) {
  let from = null; // where the pointer went down
  let corner = null; // the first of two, each set by itself
  const area = (event) => ({ page: place.dataset.page, ...between(from, pointIn(place, event)) });
  place.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    from = pointIn(place, event);
    place.setPointerCapture(event.pointerId);
  });
  place.addEventListener("pointermove", (event) => {
    if (from) sheet.show(area(event));
  });
  place.addEventListener("pointerup", (event) => {
    if (!from) return;
    const drawn = area(event);
    const isDrawn = drawn.width >= LEAST && drawn.height >= LEAST;
    if (isDrawn) corner = null;
    else if (corner) Object.assign(drawn, between(corner, from));
    if (isDrawn || (corner && drawn.width >= LEAST && drawn.height >= LEAST)) {
      corner = null;
      sheet.mark(drawn);
    } else {
      corner = from;
      sheet.say("corner");
      sheet.show({ page: place.dataset.page, left: corner.x - 0.5, top: corner.y - 0.4, width: 1, height: 0.8 });
    }
    from = null;
  });
  place.addEventListener("pointercancel", () => {
    from = null;
    sheet.show();
  });
}

function byKeys(place, sheet) {
  let frame = null;
  const end = () => {
    frame = null;
    sheet.show();
  };
  place.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { key, shiftKey } = event;
    if (key === "Enter" || key === " ") {
      if (frame) sheet.mark(frame);
      frame = frame ? null : { page: place.dataset.page, ...FIRST };
    } else if (key === "Escape" && frame) frame = null;
    else if (key === "Delete" || key === "Backspace") sheet.takeLast(place.dataset.page);
    else if (ARROWS[key] && frame) (shiftKey ? resize : move)(frame, ...ARROWS[key]);
    else return;
    event.preventDefault();
    if (frame) sheet.say("frame", frame);
    sheet.show(frame);
    if (key === "Delete" || key === "Backspace") place.focus({ preventScroll: true });
  });
  place.addEventListener("blur", end);
}

function move(frame, right, down) {
  frame.left = within(frame.left + right, 0, 100 - frame.width);
  frame.top = within(frame.top + down, 0, 100 - frame.height);
}

function resize(frame, wider, higher) {
  frame.width = within(frame.width + wider, STEP, 100 - frame.left);
  frame.height = within(frame.height + higher, STEP, 100 - frame.top);
}

function within(value, least, most) {
  return Math.min(most, Math.max(least, value));
}

function pointIn(place, event) {
  const box = place.getBoundingClientRect();
  const percent = (value, whole) => within((100 * value) / whole, 0, 100);
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

function field(row, name) {
  return row.querySelector(`[name=${name}]`);
}

function isEmpty(row) {
  return NAMES.every((name) => !field(row, name).value);
}

function areaOf(row) {
  return Object.fromEntries(NAMES.map((name) => [name, field(row, name).value]));
}

function shape(area, kind) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const said = { x: area.left, y: area.top, width: area.width, height: area.height };
  for (const [name, value] of Object.entries(said)) drawn.setAttribute(name, Number(value) || 0);
  if (kind) drawn.setAttribute("class", kind);
  return drawn;
}
