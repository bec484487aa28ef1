// One key for each answer, as the page itself says beside its buttons; typing in a field stays typing.
export function answerByKeys() {
  const wanted = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = wanted(event.key);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.focus();
    else target.click();
  });
}
