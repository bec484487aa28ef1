// The words of the page, in its language, as the server wrote them into it.
const words = JSON.parse(document.getElementById("words").textContent);

export function word(name, value = "") {
  return words[name].replace("{0}", value);
}

// An element with its attributes and what is in it; texts are never read as markup.
export function made(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...inside.flat().filter((each) => each !== null && each !== ""));
  return element;
}

// Says something to everybody, those who do not look at the screen included.
export function tell(text, isWrong = false) {
  const place = document.getElementById("told");
  place.replaceChildren(text ? made("p", { class: isWrong ? "notice is-wrong" : "notice" }, text) : "");
}
