// The combobox pattern of the ARIA practices: the list comes from the server, the keys are handled here.
const moves = { ArrowDown: 1, ArrowUp: -1 };

export function suggestWhileTyping() {
  for (const input of document.querySelectorAll("input[data-suggest]")) attach(input);
}

function attach(input) {
  const list = document.getElementById(input.dataset.suggest);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  const close = () => {
    list.replaceChildren();
    show();
  };
  const show = () => {
    input.setAttribute("aria-expanded", String(options().length > 0));
    if (active() < 0) input.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
    const option = options()[place];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key in moves && count) {
      event.preventDefault();
      // One place more than there are options: the text as typed.
      choose(((active() + 1 + moves[event.key] + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active() >= 0) {
      event.preventDefault();
      window.location.assign(options()[active()].dataset.href);
    } else if (event.key === "Escape" && count) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.href);
  });
  input.addEventListener("blur", close);
  list.addEventListener("htmx:afterSwap", () => {
    if (document.activeElement === input) show();
    else close();
  });
}
