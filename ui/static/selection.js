// The documents that a person has chosen, kept for the tab and workspace:
//   selected()      their ids
//   select(ids)     these and no others, at most LIMIT
//   clear()         none
// A bar below the views says how many and what can be done with them. In the chat a chip above the
// composer says that questions are about them. "tl-selection" is fired on document at each change.
import { text, workspace } from "./views.js";

export const LIMIT = 10000;
const root = () => document.getElementById("tl-root");
const key = () => `topicllama-selection-${workspace()}`;

function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(key()));
    if (Array.isArray(found?.ids)) return found;
  } catch { /* somebody else's, or none */ }
  return { ids: [], asking: false };
}

function keep(state) {
  sessionStorage.setItem(key(), JSON.stringify(state));
  show();
  document.dispatchEvent(new CustomEvent("tl-selection", { detail: state.ids }));
}

export const selected = () => kept().ids;

// Returns how many of them are selected now.
export function select(ids) {
  const wanted = [...new Set(ids)].slice(0, LIMIT);
  keep({ ids: wanted, asking: kept().asking && wanted.length > 0 });
  return wanted.length;
}

export const clear = () => keep({ ids: [], asking: false });

// Whether questions in the chat are about the selection.
export const asking = () => kept().asking && kept().ids.length > 0;

export function ask(on = true) {
  keep({ ...kept(), asking: on });
  if (!on) return;
  location.hash = "#/chat";
  if (matchMedia("(pointer: fine)").matches) document.querySelector("#tl-composer textarea")?.focus();
}

// what is shown -------------------------------------------------------------------------------

const words = (name, count) => text(count === 1 ? `${name}_one` : name).replace("{n}", count.toLocaleString("en"));

function element(tag, className, label, act) {
  const made = Object.assign(document.createElement(tag), { className, textContent: label });
  if (act) made.addEventListener("click", act);
  if (tag === "button") made.type = "button";
  return made;
}

const bar = element("div", "tl-selection", "");
bar.setAttribute("role", "region");
const chip = element("div", "tl-about", "");

function show() {
  const { ids } = kept();
  root().classList.toggle("tl-has-selection", ids.length > 0);
  bar.hidden = !ids.length;
  chip.hidden = !asking();
  if (!bar.hidden) fillBar(ids.length);
  if (!chip.hidden) fillChip(ids.length);
}

function fillBar(count) {
  bar.setAttribute("aria-label", text("selection"));
  const told = element("b", "", words("selection_count", count));
  told.setAttribute("role", "status");
  const link = element("a", "tl-button", text("selection_show"));
  link.href = "#/documents?selected=1";
  bar.replaceChildren(
    told,
    element("button", "tl-button tl-primary", text("selection_ask"), () => ask()),
    link,
    element("button", "tl-button", text("selection_clear"), clear),
  );
}

function fillChip(count) {
  const end = element("button", "tl-icon", "✕", () => ask(false));
  end.setAttribute("aria-label", text("selection_end"));
  end.title = text("selection_end");
  const link = element("a", "", words("selection_about", count));
  link.href = "#/documents?selected=1";
  chip.replaceChildren(link, end);
}

// Gradio makes the page piece by piece, and its header says language and workspace.
async function there(id) {
  while (!document.getElementById(id)) await new Promise(requestAnimationFrame);
  return document.getElementById(id);
}

(async () => {
  const [composer, header] = await Promise.all(["tl-composer", "tl-header", "tl-root"].map(there));
  if (!window.topicllama) await new Promise((done) => document.addEventListener("topicllama", done, { once: true }));
  root().append(bar);
  composer.before(chip);
  window.topicllama.about = () => (asking() ? JSON.stringify(selected()) : "");
  let known = "";
  const look = () => {
    const now = `${header.querySelector(".tl-header")?.lang} ${workspace()}`;
    if (header.querySelector(".tl-header") && now !== known) { known = now; show(); }
  };
  new MutationObserver(look).observe(header, { subtree: true, childList: true, attributes: true });
  look();
})();
