// The data view: files are uploaded with progress and cancel, the preview follows the choice of
// columns, and what a person does with a workspace is followed by opening one.
// An upload goes on while other views are shown: what is known of it belongs to this module.
const AT_ONCE = 4;
let upload = null;      // the one under way
let leftOut = [];       // of the last one, as sentences
let shown = null;       // the place of the view that shows it, and its page

export function mount(element, page) {
  if (element.matches(".tl-data-uploader")) return uploader(element, page);
  if (element.matches(".tl-data-mapping")) return mapping(element, page);
  return workspaces(element, page);
}

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const limit = () => window.topicllama.props.limit;

function size(bytes) {
  for (const unit of ["B", "KB", "MB", "GB"]) {
    if (bytes < 999.5 || unit === "GB") return `${bytes < 10 && unit !== "B" ? bytes.toFixed(1) : Math.round(bytes)} ${unit}`;
    bytes /= 1000;
  }
}

// choosing and dropping -----------------------------------------------------------------------

function uploader(element, page) {
  shown = { element, page };
  const formats = element.querySelector("[data-formats]");
  formats.textContent = fill(formats.dataset.formats, { limit: limit() });
  for (const button of element.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => choose(button.dataset.choose, (files) => begin(files)));
  }
  element.addEventListener("tl-files", (event) => begin(event.detail));
  draw();
  return () => { if (shown?.element === element) shown = null; };
}

function choose(kind, done) {
  const input = Object.assign(document.createElement("input"), { type: "file", multiple: true });
  input.webkitdirectory = kind === "folder";
  input.id = `data-input-${kind}`;
  input.hidden = true;
  input.addEventListener("change", () => {
    done([...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
    input.remove();
  });
  document.getElementById(input.id)?.remove();
  document.getElementById("tl-root").append(input);
  input.click();
}

// uploading -----------------------------------------------------------------------------------

const hidden = (name) => name.split("/").some((part) => /^(\.|~\$)/.test(part) || part === "__MACOSX");

async function begin(files) {
  const { element, page } = shown;
  const words = { ...element.dataset };
  if (upload) { page.toast(words.uploadingAlready); return; }
  leftOut = [];
  const sent = [];
  for (const each of files) {
    if (hidden(each.name)) continue;
    if (each.file.size > limit() * 2 ** 20) leftOut.push(fill(words.tooLarge, { name: each.name, limit: limit() }));
    else sent.push(each);
  }
  if (!sent.length) {
    if (!leftOut.length) leftOut.push(words.nothingChosen);
    draw();
    return;
  }
  upload = { words, page, files: sent, next: 0, done: 0, bytes: 0, running: new Map(), batch: words.batch,
             all: sent.reduce((sum, each) => sum + each.file.size, 0), cancelled: false, own: !words.batch,
             workspace: page.workspace() };
  draw();
  try {
    if (upload.own) upload.batch = (await page.act("data", "begin")).data.batch;
    await Promise.all(Array.from({ length: AT_ONCE }, () => worker(upload)));
    await ended(upload);
  } catch (error) {
    for (const request of upload.running.keys()) request.abort();
    leftOut.push(error.message);
    upload = null;
    draw();
  }
}

async function worker(job) {
  while (!job.cancelled && job.next < job.files.length) {
    const each = job.files[job.next++];
    const refused = await send(job, each);
    if (refused) leftOut.push(fill(job.words.notSent, { name: each.name, why: refused }));
    job.done += 1;
    job.bytes += each.file.size;
    draw();
  }
}

// What the server says against the file, "" when it has it. Rejects when there is no server.
function send(job, { file, name }) {
  const request = new XMLHttpRequest();
  const url = job.page.address("do", "data", "");
  url.pathname = url.pathname.replace(/do\/data\/?$/, "upload");
  url.searchParams.set("workspace", job.workspace);
  url.searchParams.set("batch", job.batch);
  url.searchParams.set("name", name);
  return new Promise((resolve, reject) => {
    const over = () => job.running.delete(request);
    request.upload.addEventListener("progress", (event) => {
      job.running.set(request, Math.min(event.loaded, file.size));
      draw();
    });
    request.addEventListener("load", () => {
      over();
      const told = parsed(request.responseText);
      resolve(request.status < 400 ? "" : `${told.error ?? request.status} ${told.hint ?? ""}`.trim());
    });
    request.addEventListener("abort", () => { over(); resolve(""); });
    request.addEventListener("error", () => { over(); reject(new Error(job.page.text("no_answer"))); });
    request.open("POST", url);
    request.setRequestHeader("x-topicllama", "1");
    request.setRequestHeader("content-type", "application/octet-stream");
    job.running.set(request, 0);
    request.send(file);
  });
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return {}; }
}

async function ended(job) {
  const { page, batch, own, cancelled, words } = job;
  if (cancelled && own) await page.act("data", "discard", { batch });
  upload = null;
  if (cancelled) {
    leftOut = [];
    draw();
    page.toast(words.uploadStopped);
    return;
  }
  if (!shown || page.workspace() !== job.workspace) { page.toast(words.uploaded); return; }
  const address = `#/data/new/${batch}`;
  if (location.hash.split("?")[0] === address) page.show();
  else location.hash = address;
}

function cancel() {
  if (!upload) return;
  upload.cancelled = true;
  for (const request of [...upload.running.keys()]) request.abort();
}

// showing it ----------------------------------------------------------------------------------

let drawing = false;
function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => { drawing = false; drawNow(); });
}

function drawNow() {
  const place = shown?.element.querySelector(".tl-data-upload");
  if (!place) return;
  const words = shown.element.dataset;
  place.hidden = !upload && !leftOut.length;
  place.classList.toggle("tl-data-sending", Boolean(upload));
  if (!upload) { place.replaceChildren(list(leftOut, words)); return; }
  const bytes = upload.bytes + [...upload.running.values()].reduce((sum, each) => sum + each, 0);
  if (!place.querySelector("progress")) place.replaceChildren(...progress(words), list([], words));
  const said = { done: upload.done, total: upload.files.length, bytes: size(bytes), all: size(upload.all) };
  place.querySelector("p").textContent = fill(words.sending, said);
  Object.assign(place.querySelector("progress"), { max: upload.all || 1, value: bytes });
  place.querySelector("ul").replaceWith(list(leftOut, words));
}

function progress(words) {
  const bar = Object.assign(document.createElement("progress"), { className: "tl-bar" });
  bar.setAttribute("aria-label", words.sendingBar);
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "tl-button", textContent: words.cancelUpload, onclick: cancel,
  });
  return [document.createElement("p"), bar, button];
}

function list(sentences, words) {
  const made = document.createElement("ul");
  const lines = sentences.slice(0, 10);
  if (sentences.length > 10) lines.push(fill(words.moreLeftOut, { n: sentences.length - 10 }));
  made.append(...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  return made;
}

// which column is what ------------------------------------------------------------------------

function mapping(form, page) {
  form.addEventListener("change", async (event) => {
    const { name, value, dataset } = event.target;
    if (dataset.previews) {
      page.setParams({ [name]: value });
      event.target.closest("label").querySelector("small").textContent = form.dataset.chosen;
      await page.part(dataset.previews);
    } else if (name === "how") {
      if (dataset.asks) Object.assign(form.dataset, { confirm: dataset.asks });
      else delete form.dataset.confirm;
    }
  });
}

// workspaces ----------------------------------------------------------------------------------

function workspaces(element, page) {
  const view = element.closest(".tl-mount");
  const submit = (event) => {
    const form = event.target.closest("form[data-room-do]");
    if (!form) return;
    event.preventDefault();
    change(form, page);
  };
  view.addEventListener("submit", submit);
  return () => view.removeEventListener("submit", submit);
}

async function change(form, page) {
  const problem = form.querySelector("[data-problem]");
  const button = form.querySelector("button:not([type])");
  button.disabled = true;
  try {
    const told = await page.act("data", form.dataset.roomDo, Object.fromEntries(new FormData(form)));
    form.closest("dialog")?.close();
    page.toast(told.said);
    if (told.data) window.topicllama.send("workspace", told.data.open);
    else window.topicllama.send("refresh");
    // Another workspace is shown once the page's header names it.
    if (!told.data || told.data.open === page.workspace()) page.show();
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  } finally {
    button.disabled = false;
  }
}
