// Files go piece by piece before the form does, and on from where they stopped; without a script they go with the form.
const TYPE = "application/offset+octet-stream";
const TRIES = 5;

export function sendPieces() {
  const chooser = document.querySelector("input[type=file][data-pieces]");
  if (!chooser || !chooser.form || !window.fetch) return;
  const form = chooser.form;
  const begun = new Map(); // of this page: address of each upload, by file
  form.addEventListener("submit", async (event) => {
    if (!chooser.files.length || form.dataset.sending) return;
    event.preventDefault();
    form.dataset.sending = "1";
    const told = form.querySelector("[data-pieces-told]");
    told.hidden = false;
    const files = [...chooser.files];
    const whole = files.reduce((sum, file) => sum + file.size, 0);
    let before = 0;
    try {
      for (const file of files) {
        if (!begun.get(file)?.isKept)
          await send(chooser, file, begun, (sent) => show(told, (100 * (before + sent)) / Math.max(1, whole)));
        before += file.size;
      }
    } catch (error) {
      told.querySelector("output").textContent = error.message || told.dataset.failed;
      delete form.dataset.sending;
      return;
    }
    chooser.value = "";
    (event.submitter || form.querySelector("[type=submit]")).click();
  });
}

function show(told, percent) {
  told.querySelector("progress").value = percent;
  told.querySelector("output").textContent = `${Math.floor(percent)} %`;
}

async function send(chooser, file, begun, tell) {
  const upload = begun.get(file) || { address: await begin(chooser, file), isKept: false };
  begun.set(file, upload);
  const size = Number(chooser.dataset.piece);
  let offset = await offsetOf(upload.address);
  for (let tries = 0; ; ) {
    tell(offset);
    const said = await sent(upload.address, offset, file.slice(offset, offset + size));
    if (said?.ok) {
      tries = 0;
      offset = Number(said.headers.get("Upload-Offset"));
      const kept = said.headers.get("Upload-Kept");
      if (kept) {
        upload.isKept = true;
        keep(chooser, kept);
        tell(file.size);
        return;
      }
      continue;
    }
    if (said && said.status !== 409 && said.status !== 423) throw new Error(await words(file, said));
    if (++tries > TRIES) throw new Error("");
    await new Promise((done) => setTimeout(done, 500 * 2 ** tries));
    offset = await offsetOf(upload.address).catch(() => offset);
  }
}

async function begin(chooser, file) {
  const packed = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const said = await fetch(chooser.dataset.pieces, {
    method: "POST",
    headers: {
      "Tus-Resumable": "1.0.0",
      "Upload-Length": String(file.size),
      "Upload-Metadata": `filename ${packed(file.name)},ticket ${packed(chooser.dataset.ticket)}`,
    },
  }).catch(() => null);
  if (!said) throw new Error("");
  if (!said.ok) throw new Error(await words(file, said));
  return said.headers.get("Location");
}

async function offsetOf(address) {
  const said = await fetch(address, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => null);
  if (!said?.ok) throw new Error("");
  return Number(said.headers.get("Upload-Offset"));
}

function sent(address, offset, piece) {
  const headers = { "Tus-Resumable": "1.0.0", "Content-Type": TYPE, "Upload-Offset": String(offset) };
  return fetch(address, { method: "PATCH", headers, body: piece }).catch(() => null);
}

async function words(file, said) {
  const told = await said.json().catch(() => ({}));
  return told.detail ? `${file.name}: ${told.detail}` : "";
}

function keep(chooser, token) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "kept", value: token });
  chooser.form.append(field);
}
