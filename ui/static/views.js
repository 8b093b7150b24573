// The views beside the chat. The address says what is shown: #/topics/3?sort=share. The server
// makes a view's HTML; what it carries tells this script what to do:
//   <a href="#/documents?topic=3">             another view, or the same with other parameters
//   <form data-filter>                         its fields are parameters; parts of the view that
//                                              stand in [data-part=NAME] are fetched anew as one
//                                              types (form data-parts="NAME NAME", default results)
//   <form data-do="rename"> <button data-do>   an action of the view: the form's fields, or the
//                                              button's data-* values, are posted
//   data-confirm="…"                           asked before it is done (data-mild: nothing is lost)
//   <button data-opens="ID">                   opens the <dialog id=ID>
//   data-script="view_map.js"                  its module's mount(element, page) is called, and
//                                              what that returns when the view is left
//   data-poll="2"                              fetched again after so many seconds (with data-part:
//                                              that part alone)
export const ready = Promise.all([
  window.topicllama || new Promise((done) => document.addEventListener("topicllama", done, { once: true })),
  ...["tl-header", "tl-rail", "tl-view"].map(there),
]);
const VIEWS = ["topics", "documents", "map", "trends", "quality", "data", "models", "jobs"];
const base = new URL(".", document.baseURI);
const root = () => document.getElementById("tl-root");

let mount, leave = [], shown = "", asked = null, timers = [];

// Gradio makes the page piece by piece.
function there(id) {
  return new Promise((done) => {
    const look = () => document.getElementById(id) && (watch.disconnect(), done());
    const watch = new MutationObserver(look);
    watch.observe(document.documentElement, { subtree: true, childList: true });
    look();
  });
}

const header = () => document.querySelector(".tl-header");
export const language = () => header()?.lang || "en";
export const workspace = () => header()?.dataset.workspace || "";
export const text = (key) => window.topicllama.props.texts[language()][key];
export const toast = (words) => window.topicllama.toast(words);

// the address ---------------------------------------------------------------------------------

export function place() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, ...rest] = path.split("/");
  return { view: VIEWS.includes(view) ? view : "", path: rest.join("/"), params: new URLSearchParams(query) };
}

export function address(kind, view, path, params = {}) {
  const url = new URL(`tl/${kind}/${view}${path ? `/${path}` : ""}`, base);
  // "language" is the page's own; one of the view (#/documents?language=zh) is of the texts
  for (const [name, value] of new URLSearchParams(params)) {
    url.searchParams.append(name === "language" ? "text_language" : name, value);
  }
  url.searchParams.set("workspace", workspace());
  url.searchParams.set("language", language());
  return url;
}

// Change parameters of the address; "" removes one. The view is not fetched anew.
export function setParams(changes) {
  const { view, path, params } = place();
  for (const [name, value] of Object.entries(changes)) value ? params.set(name, value) : params.delete(name);
  const query = params.toString();
  history.replaceState(null, "", `#/${view}${path ? `/${path}` : ""}${query ? `?${query}` : ""}`);
  shown = location.hash;
}

// fetching ------------------------------------------------------------------------------------

export async function get(url, signal) {
  let reply;
  try {
    reply = await fetch(url, { signal, headers: { "x-topicllama": "1" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(text("no_answer"));
  }
  if (!reply.ok) {
    const told = await reply.json().catch(() => ({}));
    throw new Error(told.error ? `${told.error} ${told.hint}`.trim() : text("view_failed"));
  }
  return reply;
}

export async function act(view, action, values = {}) {
  let reply;
  try {
    reply = await fetch(address("do", view, action), {
      method: "POST", body: JSON.stringify(values),
      headers: { "x-topicllama": "1", "content-type": "application/json" },
    });
  } catch {
    throw new Error(text("no_answer"));
  }
  const told = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(told.error ? `${told.error} ${told.hint}`.trim() : text("view_failed"));
  if (told.data?.job) document.dispatchEvent(new CustomEvent("topicllama-job", { detail: told.data.job }));
  return told;
}

// showing -------------------------------------------------------------------------------------

export async function show(force = true) {
  await ready;
  if (!force && location.hash === shown) return;
  shown = location.hash;
  const { view, path, params } = place();
  root().classList.toggle("tl-in-view", Boolean(view));
  marks();
  window.topicllama.showMenu(false);
  asked?.abort();
  if (!view) { empty(); titled(); return; }
  asked = new AbortController();
  const same = mount.dataset.view === view && mount.dataset.path === path;
  if (!same) {
    empty();
    mount.innerHTML = `<p class="tl-loading" role="status">${text("loading")}</p>`;
  }
  try {
    const reply = await get(address("view", view, path, params), asked.signal);
    const html = await reply.text();
    empty();
    Object.assign(mount.dataset, { view, path });
    mount.innerHTML = html;
    titled();
    if (!same) {
      document.getElementById("tl-view").scrollTop = 0;
      mount.querySelector("h1")?.focus({ preventScroll: true });
    }
    await begin(mount);
  } catch (error) {
    if (error.name === "AbortError") return;
    mount.innerHTML = '<div class="tl-empty"><h2></h2><button type="button" class="tl-button"></button></div>';
    mount.querySelector("h2").textContent = error.message;
    const again = mount.querySelector("button");
    again.textContent = text("try_again");
    again.addEventListener("click", () => show());
  }
}

// The browser's history and tabs tell views apart.
function titled() {
  const title = mount.querySelector("h1, h2")?.innerText.trim();
  document.title = title ? `${title} · TopicLlama` : "TopicLlama";
}

function empty() {
  for (const end of leave) end();
  for (const timer of timers) clearTimeout(timer);
  leave = []; timers = [];
  mount.replaceChildren();
  delete mount.dataset.view;
}

// Start what the new HTML asks for.
async function begin(element) {
  for (const each of element.querySelectorAll("[data-script]")) {
    const module = await import(new URL(`tl/static/${each.dataset.script}`, base));
    if (!each.isConnected) return;
    const end = await module.mount(each, { get, act, address, place, setParams, show, part, toast, text, language, workspace });
    if (end) leave.push(end);
  }
  for (const each of element.querySelectorAll("[data-poll]")) poll(each);
}

function poll(element) {
  const wait = 1000 * Number(element.dataset.poll);
  timers.push(setTimeout(() => {
    if (!element.isConnected) return;
    element.dataset.part ? part(element.dataset.part) : show();
  }, wait));
}

// Fetch a part of the view anew; what is typed meanwhile in the rest of it stays.
const parting = {};
export async function part(name) {
  parting[name]?.abort();
  parting[name] = new AbortController();
  const { view, path, params } = place();
  try {
    const reply = await get(address("view", view, path, [...params, ["part", name]]), parting[name].signal);
    replace(name, await reply.text());
  } catch (error) {
    if (error.name !== "AbortError") toast(error.message);
  }
}

function replace(name, html) {
  const old = mount.querySelector(`[data-part="${name}"]`);
  if (!old) return;
  const made = document.createElement("template");
  made.innerHTML = html;
  const fresh = made.content.firstElementChild;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  begin(fresh);
  if (fresh.dataset.poll) poll(fresh);
}

// filters -------------------------------------------------------------------------------------

let typing = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-filter]");
  if (!form) return;
  clearTimeout(typing);
  typing = setTimeout(() => filter(form), event.target.matches("[type=search], [type=text], [type=range]") ? 180 : 0);
});

function filter(form) {
  asked?.abort();  // a view on its way would undo what is typed now
  const values = new FormData(form);
  const changes = { page: "" };
  for (const field of form.elements) {
    if (field.name) changes[field.name] = values.getAll(field.name).filter(Boolean).join(",");
  }
  setParams(changes);
  for (const name of (form.dataset.parts || "results").split(" ")) part(name);
}

// actions -------------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form[data-filter]")) { event.preventDefault(); filter(form); }
  if (!form.matches("form[data-do]")) return;
  event.preventDefault();
  const values = Object.fromEntries(new FormData(form));
  for (const box of form.querySelectorAll("[type=checkbox][name]:not([data-one])")) {
    const all = [...form.querySelectorAll(`[type=checkbox][name="${box.name}"]`)];
    values[box.name] = all.filter((each) => each.checked).map((each) => each.value).join(",");
  }
  if (event.submitter?.name) values[event.submitter.name] = event.submitter.value;
  run(form.dataset.do, values, event.submitter ?? form, form);
});

document.addEventListener("click", (event) => {
  const opens = event.target.closest?.("[data-opens]");
  if (opens) {
    const dialog = document.getElementById(opens.dataset.opens);
    dialog?.showModal();
    return;
  }
  if (event.target.closest?.("[data-closes]")) { event.target.closest("dialog")?.close(); return; }
  if (event.target.matches?.("dialog.tl-dialog")) { event.target.close(); return; }
  const button = event.target.closest?.("button[data-do]");
  if (!button) return;
  event.preventDefault();
  const { do: action, confirm: _, opens: __, mild: ___, ...values } = button.dataset;
  run(action, values, button, button);
});

async function run(action, values, button, asking) {
  if (asking.dataset.confirm && !(await confirmed(asking.dataset.confirm, button, "mild" in asking.dataset))) return;
  const view = asking.dataset.view || place().view;
  button.disabled = true;
  asking.setAttribute("aria-busy", "true");
  try {
    done(await act(view, action, values), asking);
  } catch (error) {
    problem(asking, error.message);
  } finally {
    if (button.isConnected) { button.disabled = false; asking.removeAttribute("aria-busy"); }
  }
}

export function done(told, asking) {
  if (told.part) replace(told.part, told.html);
  else asking?.closest?.("dialog")?.close();
  if (told.said) toast(told.said);
  if (told.changed) window.topicllama.send("refresh");
  if (told.go && told.go !== location.hash) location.hash = told.go;
  else if (told.reload && !told.part) show();
}

// Beside the field that it is about when there is a place for it, else for a moment below.
function problem(asking, words) {
  const place = asking.querySelector?.("[data-problem]");
  if (place) { place.textContent = words; place.hidden = false; } else toast(words);
}

export function confirmed(question, button, mild = false) {
  const dialog = document.createElement("dialog");
  dialog.className = "tl-dialog";
  dialog.innerHTML = `<form method="dialog"><p></p><div class="tl-dialog-buttons">
    <button class="tl-button" value="no"></button><button class="tl-button tl-danger" value="yes"></button></div></form>`;
  dialog.querySelector("p").textContent = question;
  const [no, yes] = dialog.querySelectorAll("button");
  if (mild) yes.classList.replace("tl-danger", "tl-primary");
  no.textContent = text("dialog_cancel");
  yes.textContent = button.dataset.yes || button.textContent.trim() || button.getAttribute("aria-label");
  root().append(dialog);
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => {
    answer(dialog.returnValue === "yes");
    dialog.remove();
  }));
}

// the beginning -------------------------------------------------------------------------------

ready.then(() => {
  mount = Object.assign(document.createElement("main"), { className: "tl-mount" });
  document.getElementById("tl-view").replaceChildren(mount);
  window.addEventListener("hashchange", () => show(false));
  // Another language or workspace: the view is another one.
  let known = "";
  const look = () => {
    const now = `${language()} ${workspace()}`;
    if (header() && now !== known) { known = now; show(); }
  };
  new MutationObserver(look).observe(document.getElementById("tl-header"), {
    subtree: true, childList: true, attributes: true,
  });
  new MutationObserver(() => marks()).observe(document.getElementById("tl-rail"), { subtree: true, childList: true });
  look();
});

function marks() {
  const { view } = place();
  for (const link of document.querySelectorAll("[data-nav]")) {
    const here = link.dataset.nav === (view || "chat") ? "page" : null;
    if (link.getAttribute("aria-current") !== here) here ? link.setAttribute("aria-current", here) : link.removeAttribute("aria-current");
  }
}
