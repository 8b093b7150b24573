// The list of documents: boxes that select, one, a range (shift), a page, or all that match; space
// selects the document that has the focus, Enter opens it, arrows move.
import { LIMIT, select, selected } from "./selection.js";

let lastPage = null;

// The filters, where there is no room for them.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".tl-doc-toggle");
  if (button) button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
});

export async function mount(element, page) {
  if (element.dataset.wants) return tellSelection(page);
  const boxes = [...element.querySelectorAll("input[data-id]")];
  const every = element.querySelector("input[data-all]");
  let anchor = null;  // where a range begins

  const choose = (ids, on) => {
    const chosen = new Set(selected());
    for (const id of ids) on ? chosen.add(id) : chosen.delete(id);
    if (select([...chosen]) < chosen.size) page.toast(element.dataset.many);
  };

  const marks = () => {
    if (!element.isConnected) return document.removeEventListener("tl-selection", marks);
    const chosen = new Set(selected());
    for (const box of boxes) {
      box.checked = chosen.has(box.dataset.id);
      box.closest("li").classList.toggle("tl-chosen", box.checked);
    }
    if (!every) return;
    const number = boxes.filter((box) => box.checked).length;
    every.checked = number === boxes.length;
    every.indeterminate = number > 0 && number < boxes.length;
  };

  const toggle = (box, on, range) => {
    const from = range && anchor ? boxes.indexOf(anchor) : -1;
    const at = boxes.indexOf(box);
    const some = from < 0 ? [box] : boxes.slice(Math.min(from, at), Math.max(from, at) + 1);
    anchor = box;
    choose(some.map((each) => each.dataset.id), on);
  };

  element.addEventListener("click", (event) => {
    if (event.target.matches("input[data-id]")) toggle(event.target, event.target.checked, event.shiftKey);
    else if (event.target === every) choose(boxes.map((box) => box.dataset.id), every.checked);
    else if (event.target.closest("[data-every]")) selectEvery();
  });

  // A range by the text beside the box would mark the text.
  element.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.matches("input[data-id]")) event.preventDefault();
  });

  async function selectEvery() {
    try {
      const { params } = page.place();
      const told = await (await page.get(page.address("data", "documents", "ids", params))).json();
      choose(told.ids, true);
      if (told.total > LIMIT) page.toast(element.dataset.many);
    } catch (error) {
      page.toast(error.message);
    }
  }

  element.addEventListener("keydown", (event) => {
    const box = event.target.closest("li")?.querySelector("input[data-id]");
    if (!box) return;
    if (event.key === " " && event.target.matches("[data-item]")) {
      event.preventDefault();
      toggle(box, !box.checked, event.shiftKey);
    } else if (event.target === box && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      boxes[boxes.indexOf(box) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    }
  });
  element.addEventListener("keyup", (event) => {  // or the button is pressed by it
    if (event.key === " " && event.target.matches("[data-item]")) event.preventDefault();
  });

  document.addEventListener("tl-selection", marks);
  marks();
  const now = page.place().params.get("page");
  if (lastPage !== null && now !== lastPage) document.getElementById("tl-view").scrollTop = 0;
  lastPage = now;
  return () => document.removeEventListener("tl-selection", marks);
}

// The server is told which documents are selected, and gives them a name for the address.
async function tellSelection(page) {
  try {
    const told = await page.act("documents", "select", { ids: selected() });
    page.setParams({ selected: told.data.name });
    await Promise.all([page.part("results"), page.part("facets")]);
  } catch (error) {
    page.toast(error.message);
  }
}
