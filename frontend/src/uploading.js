// A bar that tells how much of a file is there; without a script the browser's own sign is seen.
export function tellUploads() {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    const line = form.querySelector("[data-upload-progress]");
    const bar = line.querySelector("progress");
    const said = line.querySelector("output");
    const request = new XMLHttpRequest();
    const data = new FormData(form);
    event.preventDefault();
    line.hidden = false;
    form.querySelector("button").disabled = true;
    request.upload.addEventListener("progress", (told) => {
      bar.value = (100 * told.loaded) / told.total;
      said.textContent = `${Math.floor(bar.value)} %`;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) {
        window.location.assign(request.responseURL);
        return;
      }
      document.open();
      document.write(request.responseText);
      document.close();
    });
    // What no script could send, the browser sends itself and tells what went wrong.
    request.addEventListener("error", () => form.submit());
    request.open("POST", form.action);
    request.send(data);
  });
}
