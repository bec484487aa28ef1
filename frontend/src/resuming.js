// Large files go piece by piece before the form does (tus 1.0), and on from where they stopped: after a cut line by
// themselves, after a page that was left when the same file is chosen again. Without a script they go with the form.
const VERSION = { "Tus-Resumable": "1.0.0" };
const TYPE = "application/offset+octet-stream";
const SMALL = 512 * 1024; // all files together: they go with the form
const FIRST_PIECE = 256 * 1024;
const PIECE_SECONDS = 4; // so much is sent again at most
const SILENT_MS = 30_000; // nothing of a piece has gone out
const CHECKING_MS = 180_000; // it has all gone out, and is being looked at
const WAITS_S = [1, 2, 4, 8, 15, 15, 15, 30];
const MB = 1024 * 1024;

export function sendPieces() {
  for (const chooser of document.querySelectorAll("input[type=file][data-pieces]")) if (chooser.form) prepare(chooser);
}

function prepare(chooser) {
  const form = chooser.form;
  const sign = new Sign(form.querySelector("[data-pieces-told]"));
  const uploads = new Map(); // what came of each chosen file
  let sending = 0; // which press of the button is being answered; 0: none
  let presses = 0;
  let isUnspoken = false;
  form.addEventListener("submit", async (event) => {
    const files = [...chooser.files];
    if (isUnspoken || (!sending && files.reduce((sum, file) => sum + file.size, 0) <= SMALL)) return;
    event.preventDefault();
    if (sending) return;
    const button = event.submitter || form.querySelector("[type=submit]");
    const mine = (sending = ++presses);
    try {
      sign.begin(files);
      for (const file of files) {
        sign.name(file);
        if (!uploads.has(file)) uploads.set(file, new Upload(chooser.dataset, file));
        await uploads.get(file).send(sign);
        sign.isThere(file);
      }
    } catch (error) {
      if (mine !== sending) return; // called off, and perhaps begun anew
      sending = 0;
      isUnspoken = error instanceof Unspoken;
      if (isUnspoken) button.click();
      else sign.end(error instanceof Refused ? error.message : "");
      return;
    }
    for (const file of files) hand(form, uploads.get(file).kept);
    chooser.value = "";
    sending = 0;
    button.click();
  });
  sign.cancel.addEventListener("click", async () => {
    sending = 0;
    const begun = [...uploads.values()];
    const places = new Set(begun.map((upload) => upload.place));
    begun.push(...unfinished(chooser.dataset).filter((upload) => !places.has(upload.place)));
    uploads.clear();
    chooser.value = "";
    chooser.focus();
    sign.stop();
    const gone = await Promise.all(begun.map((upload) => upload.cancel()));
    if (!sending) sign.say("", gone.every(Boolean) ? "cancelled" : "forgotten");
  });
  const left = unfinished(chooser.dataset);
  if (left.length) sign.unfinished(left.map((upload) => upload.name));
}

// What this tab began for the form and did not finish: a page that was left, or loaded anew.
function unfinished(asked) {
  const start = `pieces ${asked.form} `;
  const places = remembered((kept) => Object.keys(kept).filter((place) => place.startsWith(start))) || [];
  return places.map((place) => {
    const words = place.slice(start.length).split(" ");
    const [size, lastModified] = words.splice(-2);
    return new Upload(asked, { name: words.join(" "), size, lastModified });
  });
}

function hand(form, token) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "kept", value: token });
  form.append(field);
}

class Refused extends Error {} // told by the server; another try would be told the same
class Unspoken extends Error {} // something on the way does not let pieces through: they go with the form
class Cancelled extends Error {}
class Cut extends Error {
  constructor(seconds) {
    super();
    this.seconds = seconds || 0;
  }
}

// What is seen and heard of it: the name, a bar, how fast, and words when something changes.
class Sign {
  constructor(told) {
    this.told = told;
    [this.named, this.bar, this.far, this.said, this.cancel] = told.children;
  }

  begin(files) {
    this.whole = files.reduce((sum, file) => sum + file.size, 0);
    this.before = 0;
    this.sent = 0;
    this.seconds = 0;
    this.far.textContent = "";
    this.say("", "");
    this.open(false);
    this.told.scrollIntoView({ block: "nearest" });
  }

  // Args: isOver: nothing is on its way.
  open(isOver) {
    this.told.hidden = false;
    this.bar.hidden = isOver;
    this.cancel.hidden = false;
  }

  unfinished(names) {
    this.open(true);
    this.named.textContent = names.join("\n");
    this.say("", "unfinished");
  }

  stop() {
    this.open(true);
    this.named.textContent = "";
    this.far.textContent = "";
    this.cancel.hidden = true;
    this.say("", "");
  }

  name(file) {
    this.named.textContent = file.name;
    this.show(0);
  }

  isThere(file) {
    this.before += file.size;
    this.show(0);
  }

  // Args: sent: of the file that is on its way.
  show(sent) {
    const there = this.before + sent;
    const speed = this.seconds ? this.sent / this.seconds : 0;
    const left = speed ? Math.ceil((this.whole - there) / speed) : 0;
    this.bar.value = (100 * there) / this.whole;
    const words = {
      percent: `${Math.floor(this.bar.value)} %`,
      whole: (this.whole / MB).toFixed(1),
      speed: (speed / MB).toFixed(speed < MB ? 2 : 1),
      left: `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`,
    };
    this.far.textContent = speed ? this.told.dataset.far.replace(/\{(\w+)\}/g, (_, name) => words[name]) : words.percent;
  }

  took(bytes, seconds) {
    this.sent += bytes;
    this.seconds += seconds;
  }

  end(text) {
    if (text) this.far.textContent = ""; // it has all come, and is not taken
    this.say(text, "failed");
  }

  // Args: text: the server's words; kind: whose words stand in the page.
  say(text, kind) {
    this.said.className = kind === "failed" ? "pieces-said field-fault" : "pieces-said";
    const words = text || this.told.dataset[kind] || "";
    if (this.said.textContent !== words) this.said.textContent = words; // each change is read out
  }
}

class Upload {
  constructor(asked, file) {
    this.asked = asked;
    this.file = file;
    this.name = file.name;
    this.kept = "";
    this.piece = FIRST_PIECE;
    this.place = ["pieces", asked.form, file.name, file.size, file.lastModified].join(" ");
    this.address = remembered((kept) => kept.getItem(this.place));
    this.calling = new AbortController();
  }

  // Calls it off. Returns: whether the server was told; else it deletes what came after a day.
  async cancel() {
    const { address } = this;
    this.calling.abort();
    this.remember(null);
    if (!address) return true;
    for (const wait of [0, 1, 2, 4]) {
      await rest(wait);
      const said = await ask("DELETE", address, {}).catch(() => null);
      if (said && [204, 404].includes(said.status)) return true; // 423: a piece that was on its way is being put down
    }
    return false;
  }

  async send(sign) {
    let tries = 0;
    while (!this.kept) {
      try {
        let offset = this.address ? await this.offset() : await this.begin();
        while (!this.kept) {
          sign.show(offset);
          const next = await this.next(offset, sign);
          if (next <= offset && !this.kept) throw new Cut();
          tries = 0;
          offset = next;
        }
      } catch (error) {
        if (this.calling.signal.aborted) throw new Cancelled();
        if (!(error instanceof Cut) || tries === WAITS_S.length) throw error;
        sign.say("", "waiting");
        this.piece = FIRST_PIECE;
        await rest(Math.max(error.seconds, WAITS_S[tries++]));
        if (this.calling.signal.aborted) throw new Cancelled();
      }
    }
    remembered((kept) => kept.removeItem(this.place));
  }

  async begin() {
    const packed = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
    const { ticket, pieces } = this.asked;
    const said = await this.ask("POST", pieces, {
      "Upload-Length": String(this.file.size),
      "Upload-Metadata": `filename ${packed(this.file.name)},ticket ${packed(ticket)}`,
    });
    this.judge(said);
    this.remember(said.getResponseHeader("Location"));
    return 0;
  }

  async offset() {
    const said = await this.ask("HEAD", this.address, {});
    if (said.status === 404) {
      this.remember(null); // it waited too long: from the beginning
      return this.begin();
    }
    return this.judge(said);
  }

  async next(offset, sign) {
    const piece = this.file.slice(offset, offset + this.piece);
    const began = performance.now();
    const isLast = offset + piece.size === this.file.size;
    const tell = (sent) => {
      sign.show(offset + sent);
      sign.say("", isLast && sent >= piece.size ? "checking" : "");
    };
    tell(0);
    const headers = { "Content-Type": TYPE, "Upload-Offset": String(offset) };
    const said = await this.ask("PATCH", this.address, headers, piece, tell);
    const reached = this.judge(said);
    if (!isLast) {
      const seconds = (performance.now() - began) / 1000;
      sign.took(piece.size, seconds);
      const wanted = (piece.size / seconds) * PIECE_SECONDS;
      this.piece = Math.floor(Math.min(Number(this.asked.piece), Math.max(FIRST_PIECE, wanted)));
    }
    return reached;
  }

  // How far it is; where it stopped, if the line is cut or the server has something else to do.
  judge(said) {
    if (said.status >= 200 && said.status < 300) {
      this.kept = said.getResponseHeader("Upload-Kept") || "";
      return Number(said.getResponseHeader("Upload-Offset"));
    }
    const words = wordsOf(said);
    if (said.status === 404) throw new Cut();
    if (said.status === 405 || said.status === 501) throw new Unspoken();
    if (words && ![409, 423, 503].includes(said.status)) {
      if (said.status !== 507) this.remember(null);
      throw new Refused(`${this.file.name}: ${words}`);
    }
    throw new Cut(Number(said.getResponseHeader("Retry-After")));
  }

  ask(method, address, headers, body, tell) {
    return ask(method, address, headers, body, tell, this.calling.signal);
  }

  remember(address) {
    this.address = address;
    remembered((kept) => (address ? kept.setItem(this.place, address) : kept.removeItem(this.place)));
  }
}

// A browser may forbid it; then a page that was left begins anew.
function remembered(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

function wordsOf(said) {
  try {
    return JSON.parse(said.responseText).detail || "";
  } catch {
    return "";
  }
}

// Until so many seconds are over, or the line is there again.
function rest(seconds) {
  return new Promise((done) => {
    setTimeout(done, 1000 * seconds);
    addEventListener("online", done, { once: true });
  });
}

function ask(method, address, headers, body, tell, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    let clock = setTimeout(() => request.abort(), SILENT_MS);
    const again = (patience) => {
      clearTimeout(clock);
      clock = setTimeout(() => request.abort(), patience);
    };
    const cut = () => {
      clearTimeout(clock);
      failed(new Cut());
    };
    request.open(method, address);
    for (const [name, value] of Object.entries({ ...VERSION, ...headers })) request.setRequestHeader(name, value);
    if (tell)
      request.upload.addEventListener("progress", (event) => {
        again(SILENT_MS);
        tell(event.loaded);
      });
    request.upload.addEventListener("load", () => {
      again(CHECKING_MS);
      if (tell) tell(body.size);
    });
    request.addEventListener("load", () => {
      clearTimeout(clock);
      done(request);
    });
    request.addEventListener("error", cut);
    request.addEventListener("abort", cut);
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
