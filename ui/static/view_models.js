// A possibility is chosen by using its field; the table of what runs where follows once it is known
// who answers.
export function mount(element, page) {
  const choose = (event) => {
    const row = event.target.closest?.(".tl-models-option");
    const radio = row?.querySelector('[type="radio"]');
    if (radio && event.target !== radio && event.target.matches("select, input")) radio.checked = true;
  };
  for (const name of ["input", "change", "focusin"]) element.addEventListener(name, choose);
  const late = element.querySelector('[data-part="answers"][data-poll]');
  if (!late) return undefined;
  const watch = new MutationObserver(() => {
    if (element.querySelector('[data-part="answers"][data-poll]')) return;
    watch.disconnect();
    page.part("places");
  });
  watch.observe(element, { childList: true });
  return () => watch.disconnect();
}
