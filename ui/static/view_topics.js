// The topics' pages: renaming in place, ticking topics to merge them, previews of changes, the
// order of a topic's words, and what a point of its line says.
let page, view;

export function mount(element, given) {
  page = given; view = element;
  const ticked = new Set();
  const handlers = {
    click: (event) => clicked(event, ticked),
    change: (event) => { if (event.target.matches(".tl-topic-tick")) tick(event.target, ticked); },
    input: (event) => { if (event.target.matches("[data-relevance]")) reorder(event.target); },
    mouseover: (event) => tell(event.target),
    focusin: (event) => tell(event.target),
  };
  for (const [name, handler] of Object.entries(handlers)) element.addEventListener(name, handler);
  // A filter brings the list anew: what was ticked stays ticked.
  const watch = new MutationObserver(() => showTicks(ticked));
  watch.observe(element, { childList: true, subtree: true });
  return () => watch.disconnect();
}

function clicked(event, ticked) {
  const pencil = event.target.closest(".tl-topic-pencil");
  if (pencil) return rename(pencil.closest(".tl-topic-name"));
  if (event.target.closest("[data-unselect]")) { ticked.clear(); return showTicks(ticked); }
  const button = event.target.closest("[data-preview]");
  if (button) preview(button, ticked);
}

// renaming ------------------------------------------------------------------------------------

function rename(name) {
  if (name.querySelector("input")) return;
  const { rename: topic, label, field } = name.dataset;
  const before = [...name.childNodes];
  const input = Object.assign(document.createElement("input"), { type: "text", value: label, maxLength: 120 });
  input.setAttribute("aria-label", field);
  name.replaceChildren(input);
  input.focus();
  input.select();
  let ended = false;
  const leave = () => {
    if (ended) return;
    ended = true;
    name.replaceChildren(...before);
    name.querySelector(".tl-topic-pencil")?.focus();
  };
  const save = async () => {
    const wanted = input.value.trim();
    if (!wanted || wanted === label) return leave();
    input.readOnly = true;
    try {
      const told = await page.act("topics", "rename", { topic, name: wanted });
      ended = true;
      page.toast(told.said);
      window.topicllama.send("refresh");
      await page.show();
      document.querySelector(`[data-rename="${topic}"] .tl-topic-pencil`)?.focus();
    } catch (error) {
      input.readOnly = false;
      input.setAttribute("aria-invalid", "true");
      input.focus();
      page.toast(error.message);
    }
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); save(); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); leave(); }
    if (event.key.startsWith("Arrow")) event.stopPropagation();  // moves within the field
  });
  input.addEventListener("blur", () => { if (!input.readOnly) leave(); });
}

// merging -------------------------------------------------------------------------------------

function tick(box, ticked) {
  box.checked ? ticked.add(box.value) : ticked.delete(box.value);
  showTicks(ticked);
}

function showTicks(ticked) {
  const bar = view.querySelector(".tl-topic-merge-bar");
  if (!bar) return;
  for (const box of view.querySelectorAll(".tl-topic-tick")) {
    if (box.checked !== ticked.has(box.value)) box.checked = ticked.has(box.value);
    box.closest(".tl-topic-card, tr")?.classList.toggle("tl-topic-ticked", box.checked);
  }
  const count = ticked.size, words = view.dataset[count === 1 ? "one" : "many"].replace("{n}", count);
  const [told, merge] = [bar.querySelector("span"), bar.querySelector("[data-preview]")];
  const label = count > 1 ? view.dataset.mergeN.replace("{n}", count) : merge.textContent;
  if (bar.hidden !== !count) bar.hidden = !count;
  if (told.textContent !== words) told.textContent = words;
  if (merge.textContent !== label) merge.textContent = label;
  if (merge.disabled !== count < 2) merge.disabled = count < 2;
}

// previews ------------------------------------------------------------------------------------

async function preview(button, ticked) {
  const dialog = view.querySelector("#topics-preview");
  const [filled, waiting] = [dialog.querySelector("[data-filled]"), dialog.querySelector("[data-waiting]")];
  const edit = button.dataset.preview;
  const topics = button.dataset.topics ?? (edit === "merge" ? [...ticked].join(",") : "");
  filled.innerHTML = '<p role="status"></p>';
  filled.firstChild.textContent = view.dataset.working;
  waiting.hidden = false;
  const asked = dialog.dataset.asked = String(Math.random());
  dialog.showModal();
  try {
    const told = await page.act("topics", "preview", {
      edit, topics, name: button.dataset.name ?? "", at: view.dataset.at ?? "",
    });
    if (!dialog.open || dialog.dataset.asked !== asked) return;
    filled.innerHTML = told.html;
    waiting.hidden = true;
    filled.querySelector(".tl-dialog-buttons button[data-closes]")?.focus();
  } catch (error) {
    if (dialog.dataset.asked !== asked) return;
    filled.innerHTML = '<p class="tl-problem" role="alert"></p>';
    filled.firstChild.textContent = error.message;
  }
}

// words ---------------------------------------------------------------------------------------

// Sievert and Shirley's relevance: λ log p(w|t) + (1 - λ) log p(w|t) / p(w).
function reorder(slider) {
  const weight = Number(slider.value);
  const list = view.querySelector("[data-words]");
  const relevance = (row) => weight * row.dataset.log + (1 - weight) * row.dataset.lift;
  const rows = [...list.children].sort((a, b) => relevance(b) - relevance(a));
  rows.forEach((row, at) => { row.hidden = at >= Number(list.dataset.words); });
  list.append(...rows);
  slider.title = `λ = ${weight}`;
  slider.parentElement.querySelector("output").textContent = `λ = ${weight.toFixed(2)}`;
  page.setParams({ relevance: slider.value === "0.6" ? "" : slider.value });
}

// the line ------------------------------------------------------------------------------------

function tell(target) {
  const point = target.closest?.(".tl-topic-point");
  if (!point) return;
  point.closest(".tl-topic-line").querySelector(".tl-topic-line-told").textContent = point.getAttribute("aria-label");
}
