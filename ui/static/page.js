// The page's script: clicks and dropped files become events of the server, and what the server
// sends back is opened, focused and scrolled to. Runs once, with element, trigger, props, upload.
const EVENTS = ["ask", "topic", "files", "cite", "open", "similar", "language", "chat", "permit",
  "stop", "workspace", "refresh", "earlier", "pick"];
const $ = (id) => document.getElementById(id);
const root = $("tl-root");
const texts = props.texts;
let language = "en";
let opener = null;

const send = (name, value = "") => {
  if (EVENTS.includes(name)) trigger(name, { value, about: name === "ask" ? window.topicllama.about?.() : "" });
};

// clicks --------------------------------------------------------------------------------------

const actions = {
  "new-chat": () => send("chat"),
  "menu": () => showMenu(!root.classList.contains("tl-menu-open")),
  "allow": (button) => send("permit", JSON.stringify([button.value, true])),
  "refuse": (button) => send("permit", JSON.stringify([button.value, false])),
  "panel": () => showPanel(!root.classList.contains("tl-panel-open")),
  "tab": (button) => showTab(button.value),
  "close-document": () => closeDocument(),
  "skip": () => skip(),
  "theme": () => nextTheme(),
  "choose-files": () => picker.click(),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name]");
  if (!button) return closePopovers(event.target);
  if (["cite", "open"].includes(button.name)) opener = button;
  if (["ask", "topic", "chat", "new-chat"].includes(button.name)) {
    showPanel(false);
    showMenu(false);
    location.hash = "#/chat";
  }
  if (button.name === "topic" && innerWidth < 900) closeDocument();
  const act = actions[button.name];
  if (act) act(button);
  else send(button.name, button.dataset.end ? placeOf(button) : button.value);
});

// A document that is to be opened at a passage.
function placeOf({ value, dataset }) {
  return JSON.stringify({ id: value, start: Number(dataset.start), end: Number(dataset.end) });
}

function closePopovers(target) {
  for (const details of document.querySelectorAll("details.tl-model[open]")) {
    if (!details.contains(target) || target.closest("a")) details.open = false;
  }
}

function showPanel(open) {
  const was = root.classList.contains("tl-panel-open");
  root.classList.toggle("tl-panel-open", open);
  drawerMoved(was, open, document.querySelector('.tl-header [name="panel"]'), "#tl-panel button");
}

function showMenu(open) {
  const was = root.classList.contains("tl-menu-open");
  root.classList.toggle("tl-menu-open", open);
  drawerMoved(was, open, document.querySelector('.tl-header [name="menu"]'), "#tl-rail a");
}

// The keyboard goes into a drawer that opens, and back to its button when it closes.
function drawerMoved(was, open, button, first) {
  button?.setAttribute("aria-expanded", String(open));
  if (was === open || innerWidth > 900) return;
  const target = open ? document.querySelector(first) : button;
  focusSoon(target, 8);
}

// What has just been made visible cannot be focused at once.
function focusSoon(target, tries) {
  target?.focus({ preventScroll: true });
  if (target && document.activeElement !== target && tries) setTimeout(() => focusSoon(target, tries - 1), 40);
}

// light and dark, and who is logged in -----------------------------------------------------------

const THEMES = ["auto", "light", "dark"];

function nextTheme() {
  const { chosen, choose } = window.topicllamaTheme;
  choose(THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length]);
  ownButtons();
  notice(document.querySelector(".tl-theme").title, 2500);
}

function ownButtons() {
  const theme = window.topicllamaTheme?.chosen() ?? "auto";
  for (const button of document.querySelectorAll(".tl-theme")) {
    const label = button.dataset[theme];
    if (button.title === label) continue;
    button.title = label;
    button.dataset.now = theme;
    button.setAttribute("aria-label", label);
  }
  const user = window.gradio_config?.username;
  if (!user) return;
  for (const form of document.querySelectorAll(".tl-log-out[hidden]")) {
    form.hidden = false;
    form.querySelector(".tl-user").textContent = user;
    form.querySelector("button").title = form.dataset.title.replace("{name}", user);
  }
}

// Past the header and the rail: to the view's title, or to where one writes.
function skip() {
  const title = document.querySelector(".tl-in-view #tl-view h1");
  if (!title) return composer()?.focus();
  title.tabIndex = -1;
  title.focus();
}

// beside the chat -----------------------------------------------------------------------------

let tab = "topics", placed = "";

// A new answer comes to the front; else the tab stays that a person chose.
function panelChanged() {
  const beside = document.querySelector("#tl-panel .tl-beside");
  if (!beside) return;
  const { place } = beside.dataset;
  if (place !== placed) $("tl-panel").scrollTop = 0;
  showTab(place === placed ? tab : place ? "answer" : "topics");
  placed = place;
  const button = document.querySelector('.tl-header [name="panel"]');
  const words = beside.dataset.name;
  if (button && button.textContent !== words) button.textContent = words;
}

function showTab(name) {
  tab = name;
  root.dataset.tab = tab;
  for (const each of document.querySelectorAll("#tl-panel .tl-tab")) {
    const chosen = String(each.value === tab);
    if (each.getAttribute("aria-selected") !== chosen) each.setAttribute("aria-selected", chosen);
  }
}

// What a step of an earlier answer found: its title names the step in a class, "tl-at-3-0".
function pick(title) {
  const at = title?.querySelector(".tl-at");
  const found = at && [...at.classList].find((name) => name.startsWith("tl-at-"));
  if (found) send("pick", found.slice(6).replace("-", ":"));
}
const STEP = "#tl-chat .thought-group .title";  // Gradio keeps its clicks and keys to itself
document.addEventListener("click", (event) => pick(event.target.closest?.(STEP)), true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.(STEP)) pick(event.target);
}, true);

// keys ----------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") escape(event);
  else if (event.key === "/" && !event.target.matches("input, textarea, [contenteditable]")) {
    event.preventDefault();
    searchBox()?.focus();
  } else if (event.key.startsWith("Arrow")) moveInList(event);
});

function escape(event) {
  if (document.querySelector("details.tl-model[open]")) closePopovers(document.body);
  else if (documentIsOpen()) closeDocument();
  else if (root.classList.contains("tl-panel-open")) showPanel(false);
  else if (root.classList.contains("tl-menu-open")) showMenu(false);
  else if (document.querySelector("#tl-composer .stop-button")) send("stop");
  else return;
  event.preventDefault();
}

function moveInList(event) {
  const list = event.target.closest?.("[data-list], .tl-topics, .tl-chats, .tl-next, .tl-similar-list");
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!list || !step) return;
  const buttons = [...list.querySelectorAll("[data-item], button:not([data-quiet])")];
  const next = buttons[buttons.indexOf(event.target) + step];
  if (next) { event.preventDefault(); next.focus(); }
}

const composer = () => document.querySelector("#tl-composer textarea");
// What "/" focuses: the search field of the view that is shown, else the composer.
const searchBox = () => document.querySelector(".tl-in-view #tl-view [type=search]") ?? composer();

// the document panel --------------------------------------------------------------------------

const drawer = () => $("tl-drawer");
const documentIsOpen = () => root.classList.contains("tl-document-open");
let opened = "";

function documentChanged() {
  const section = document.querySelector("#tl-document .tl-document");
  if (!section) return documentIsOpen() && closeDocument();
  if (section.id === opened) return;
  opened = section.id;
  covered(true);
  drawer().scrollTop = 0;
  section.querySelector("h2").focus({ preventScroll: true });
  section.querySelector("mark")?.scrollIntoView({ block: "center" });
}

// The drawer lies over the panel. What CSS hid would still be hidden when its focus comes back,
// where a style of Gradio's lets it appear slowly.
function covered(open) {
  root.classList.toggle("tl-document-open", open);
  $("tl-panel").inert = open;
}

// What opened it may have been made anew since.
function likeOpener() {
  const inside = opener?.matches(".tl-hit") ? ".tl-hits " : "";
  return opener && document.querySelector(
    `${inside}button[name="${opener.name}"][value="${CSS.escape(opener.value)}"]`);
}

function closeDocument() {
  covered(false);
  (opener?.isConnected ? opener : likeOpener() ?? composer())?.focus({ preventScroll: true });
}

// files ---------------------------------------------------------------------------------------

const picker = Object.assign(document.createElement("input"), {
  type: "file", multiple: true, hidden: true, id: "tl-picker",
});
picker.addEventListener("change", () => {
  load([...picker.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
  picker.value = "";
});
const overlay = Object.assign(document.createElement("div"), { id: "tl-drop-overlay" });
const toast = Object.assign(document.createElement("div"), { id: "tl-toast" });
toast.setAttribute("role", "status");
root.append(picker, overlay, toast);

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const over = (on) => root.classList.toggle("tl-dropping", on);

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    overlay.textContent = texts[language].drop_now;
    over(true);
  }, true);
}
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); }, true);
document.addEventListener("drop", async (event) => {
  over(false);
  if (!carriesFiles(event)) return;
  event.preventDefault();
  event.stopPropagation();
  const files = await dropped(event.dataTransfer);
  // A view that takes files itself, else the chat.
  const taker = document.querySelector(".tl-in-view #tl-view [data-drop]");
  if (taker) taker.dispatchEvent(new CustomEvent("tl-files", { detail: files }));
  else load(files);
}, true);

// Files of a drop, those inside folders with their path.
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, name: file.name }));
  return (await Promise.all(entries.map((entry) => walk(entry, "")))).flat();
}

async function walk(entry, folder) {
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    return [{ file, name: folder + entry.name }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) break;
    found.push(...some);
  }
  return (await Promise.all(found.map((inner) => walk(inner, `${folder}${entry.name}/`)))).flat();
}

async function load(files) {
  const sent = [];
  for (const { file, name } of files) {
    say("uploading", { done: sent.length + 1, total: files.length });
    if (file.size > props.limit * 2 ** 20) { say("too_large", { name, limit: props.limit }, 6000); return; }
    try {
      sent.push({ path: (await upload(file)).path, name });
    } catch (error) {
      say("upload_failed", { name }, 6000);
      return;
    }
  }
  toast.textContent = "";
  if (sent.length) send("files", JSON.stringify(sent));
}

function say(key, values, milliseconds) {
  notice(texts[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]), milliseconds);
}

let fading = 0;
function notice(words, milliseconds) {
  clearTimeout(fading);
  toast.textContent = words;
  if (milliseconds) fading = setTimeout(() => { toast.textContent = ""; }, milliseconds);
}

// Copy an answer as it is read: without the markup of its steps and citations.
document.addEventListener("click", (event) => {
  const button = event.target.closest("#tl-chat .message-buttons button");
  if (!button || !isLabel(button, 0) || !navigator.clipboard) return;
  const row = button.closest(".message-buttons").previousElementSibling;
  const parts = [...(row?.querySelectorAll(".message-content") ?? [])];
  const answers = parts.filter((part) => !part.closest(".thought-group"));
  if (!answers.length) return;
  event.stopImmediatePropagation();
  navigator.clipboard.writeText(answers.map((part) => read(part)).join("\n\n"));
}, true);

function read(part) {
  const copy = part.cloneNode(true);
  for (const note of copy.querySelectorAll(".tl-about-turn")) note.remove();
  for (const chip of copy.querySelectorAll(".tl-cite")) chip.replaceWith(`[${chip.textContent}]`);
  copy.className = "tl-copying";
  document.body.append(copy);
  const text = copy.innerText.trim();
  copy.remove();
  return text;
}

const isLabel = (button, index) => texts.labels[index].includes(button.getAttribute("aria-label"));

// language ------------------------------------------------------------------------------------

function languageChanged() {
  language = document.querySelector(".tl-header")?.lang || language;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("gradio-app [aria-label]")) relabel(node);
  // Gradio reads a message's source, with its markup, as its label.
  for (const node of document.querySelectorAll('#tl-chat [data-testid="bot"][aria-label]')) {
    node.removeAttribute("aria-label");
  }
  for (const arrow of document.querySelectorAll("#tl-chat .thought-group .arrow button")) {
    arrow.disabled = true;  // its row is the button
    arrow.setAttribute("aria-hidden", "true");
  }
  for (const words of document.querySelectorAll('.toast-title, [data-testid="toast-text"]')) reword(words);
  const hidden = document.querySelector("#tl-composer label span");
  if (hidden && hidden.textContent !== texts[language].message) hidden.textContent = texts[language].message;
  const box = composer();
  if (box && box.getAttribute("aria-label") !== texts[language].message) {
    box.setAttribute("aria-label", texts[language].message);
  }
}

// In the page's language what Gradio says in another one; undefined for what it does not say.
function ours(said) {
  const forms = texts.labels.find((each) => each.includes(said));
  return forms && (language === "zh" ? forms.at(-1) : forms[0]);
}

function reword(node) {
  const said = [...node.childNodes].find((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());
  const wanted = said && ours(said.data.trim());
  if (wanted && wanted !== said.data.trim()) said.data = wanted;
}

function relabel(node) {
  const label = node.getAttribute("aria-label");
  const wanted = ours(label);
  if (!wanted || wanted === label) return;
  node.setAttribute("aria-label", wanted);
  if (node.title) node.title = wanted;
}

let planned = false;
const changed = () => {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => { planned = false; languageChanged(); ownButtons(); documentChanged(); panelChanged(); });
};
new MutationObserver(changed).observe(document.body, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["id", "lang", "aria-label"],
});
changed();
// Whose session has ended (the server began anew, the password was changed) is shown the login.
if (window.gradio_config?.username) {
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const reply = await fetched(...asked);
    if (reply.status === 401) location.reload();
    return reply;
  };
}
// For static/views.js, which comes as a module of its own.
window.topicllama = { send, upload, load, toast: (words, ms = 5000) => notice(words, ms), props, showMenu };
document.dispatchEvent(new Event("topicllama"));
// Not on a phone, where focus opens the keyboard over the page.
if (matchMedia("(pointer: fine)").matches) composer()?.focus();
