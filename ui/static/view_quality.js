// The method of a paper, copied by a button; where the browser forbids that it is selected instead.
export function mount(element, page) {
  const words = element.querySelector("[data-copy]");
  const button = element.querySelector("[data-copies]");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words.textContent);
      page.toast(element.dataset.copied);
    } catch {
      getSelection().selectAllChildren(words);
    }
  });
}
