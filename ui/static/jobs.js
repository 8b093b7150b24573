// Long work: while some runs, asks about once a second how far it is, keeps the cards of the views
// ([data-part=jobs], [data-job=ID]) and the sign in the header up to date, and shows the view anew
// when work has ended. A view that would lose something by that says for which kinds of work it
// stays as it is: <div data-stays="jobs_embed jobs_pull">.
import { address, get, place, ready, show, toast, workspace } from "./views.js";

const SECOND = 1000;
let known = [], sign = { running: 0 }, where = "", timer = 0, asking = false, again = false;

export async function look() {
  clearTimeout(timer);
  if (document.hidden || !document.querySelector(".tl-header")) return;
  if (asking) { again = true; return; }
  asking = true; again = false;
  if (where !== workspace()) { where = workspace(); known = []; }
  try {
    const reply = await get(address("data", "jobs", "running", { known: known.join(",") }));
    const told = await reply.json();
    if (where === workspace()) take(told);
  } catch { /* the server is away: what a person does next will say so */ }
  asking = false;
  if (again) look();
  else if (sign.running || talking()) timer = setTimeout(look, SECOND);
}

function take(told) {
  sign = told;
  showSign();
  for (const job of told.jobs) showCard(job);
  const ended = told.jobs.filter((job) => job.state !== "running");
  known = told.jobs.filter((job) => job.state === "running").map((job) => job.id);
  if (!ended.length) return;
  // What the chat did that the page shows, it tells itself.
  const here = document.querySelector(".tl-header")?.dataset.chat;
  const news = ended.filter((job) => job.chat !== here || place().view);
  if (news.length) toast(news.map((job) => job.said).join(" "));
  if (ended.some((job) => job.chat !== here)) window.topicllama.send("refresh");
  anew(ended.map((job) => job.title));
}

// An answer under way: its tools may be long work.
const talking = () => document.querySelector("#tl-composer .stop-button");

// the sign in the header; Gradio makes the header anew, so it is put back ----------------------

function showSign() {
  const buttons = document.querySelector(".tl-header .tl-buttons");
  let link = document.querySelector(".tl-header .tl-jobs");
  if (!sign.running) { link?.remove(); return; }
  if (!buttons) return;
  if (!link) {
    link = Object.assign(document.createElement("a"), { className: "tl-jobs", href: "#/jobs" });
    link.innerHTML = '<i aria-hidden="true"></i><span></span>';
    buttons.prepend(link);
  }
  if (link.dataset.count !== String(sign.running)) link.dataset.count = sign.running;
  const words = link.querySelector("span");
  if (words.textContent !== sign.words) words.textContent = sign.words;
  if (link.getAttribute("aria-label") !== sign.label) link.setAttribute("aria-label", sign.label);
}

// cards ---------------------------------------------------------------------------------------

function showCard(job) {
  const fresh = made(job.html);
  const cards = document.querySelectorAll(`#tl-view [data-job="${job.id}"]`);
  for (const card of cards) update(card, fresh.cloneNode(true));
  if (cards.length || job.state !== "running") return;
  for (const list of document.querySelectorAll('#tl-view [data-part="jobs"]')) {
    list.querySelector("[data-none]")?.remove();
    list.prepend(fresh.cloneNode(true));
  }
}

// Only what differs: the focus stays on the button.
function update(card, fresh) {
  if (card.dataset.state !== fresh.dataset.state) { card.replaceWith(fresh); return; }
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const old = card.querySelector(`[data-live="${part.dataset.live}"]`);
    if (old && !old.isEqualNode(part)) old.replaceWith(part);
  }
}

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// the view, once work has ended ---------------------------------------------------------------

let waiting = 0;
function anew(titles) {
  const stays = document.querySelector("#tl-view [data-stays]")?.dataset.stays.split(" ") ?? [];
  if (!place().view || titles.every((title) => stays.includes(title))) return;
  clearTimeout(waiting);
  if (inUse()) waiting = setTimeout(() => anew(titles), SECOND);
  else show();
}

function inUse() {
  const field = document.activeElement;
  const typing = field?.closest("#tl-view") && field.matches(
    "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  return typing || document.querySelector("dialog[open]");
}

// when to look --------------------------------------------------------------------------------

window.addEventListener("hashchange", () => clearTimeout(waiting));
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
document.addEventListener("topicllama-job", (event) => {  // an action has begun some (views.js)
  known.push(event.detail);  // it may have ended before we look
  look();
});
ready.then(() => {
  let before = "";
  const headerChanged = () => {
    showSign();
    const now = document.querySelector(".tl-header")?.outerHTML.replace(/<a class="tl-jobs".*?<\/a>/, "");
    if (now && now !== before) { before = now; look(); }
  };
  new MutationObserver(headerChanged).observe(document.getElementById("tl-header"), {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
  const composer = document.getElementById("tl-composer");
  if (composer) new MutationObserver(() => { if (talking()) look(); }).observe(composer, { subtree: true, childList: true });
  headerChanged();
});
