// Browsers that cannot style a closed disclosure get the filters opened on a wide screen.
export function openFiltersOnWideScreens() {
  const wide = window.matchMedia("(min-width: 60rem)");
  let userOpened = false;

  const set = () => {
    const filters = document.querySelector("details.filters");
    if (filters) filters.open = wide.matches || userOpened;
  };

  document.addEventListener("click", (event) => {
    const summary = event.target.closest("details.filters > summary");
    if (summary) userOpened = !summary.parentElement.open;
  });
  wide.addEventListener("change", set);
  document.addEventListener("htmx:afterSwap", set);
  set();
}
