// The list of chats in the rail: searched as one types, renamed in place, saved, deleted. Other
// tabs of the browser that show the same chat are told when it changes.
import { act, address, confirmed, get, language, text, toast, workspace } from "./views.js";

const header = () => document.querySelector(".tl-header");
const box = () => document.querySelector("#tl-rail .tl-find-chat");
const list = () => document.querySelector("#tl-rail .tl-chat-list");
const chat = () => header()?.dataset.chat || "";
const tabs = new BroadcastChannel("topicllama");

let asking = null, filling = false, most = "", shown = "", typing = 0;

async function fill() {
  if (!list()) return;
  asking?.abort();
  const mine = asking = new AbortController();
  filling = true;
  const wanted = box().value.trim();
  try {
    const params = { q: wanted, chat: chat(), ...(most && { most }) };
    const html = await (await get(address("view", "chats", "", params), asking.signal)).text();
    if (list().querySelector(".tl-rename")) return;  // a name is being typed
    list().innerHTML = html;
  } catch (error) {
    if (error.name !== "AbortError") list().textContent = error.message;
  } finally {
    if (mine === asking) filling = false;
  }
}

// What the header says of the chat is what the list depends on.
function look() {
  const now = [language(), workspace(), chat(), header()?.dataset.stamp].join(" ");
  if (!header() || !list() || (now === shown && (filling || list().childElementCount))) return;
  const told = shown && now !== shown;
  shown = now;
  fill();
  if (told) tabs.postMessage({ workspace: workspace(), chat: chat(), stamp: header().dataset.stamp });
}

tabs.onmessage = ({ data }) => {
  const same = data.workspace === workspace() && data.chat === chat();
  if (same && data.stamp !== header()?.dataset.stamp) window.topicllama.send("refresh");
  else if (data.workspace === workspace()) fill();
};

document.addEventListener("input", (event) => {
  if (event.target !== box()) return;
  clearTimeout(typing);
  typing = setTimeout(fill, 180);
});
document.addEventListener("keydown", (event) => {
  if (event.target === box() && event.key === "Escape" && box().value) {
    box().value = "";
    fill();
    event.stopPropagation();
  }
}, true);

// the options of a chat -----------------------------------------------------------------------

const menu = Object.assign(document.createElement("div"), { className: "tl-menu-list", hidden: true });
menu.setAttribute("role", "menu");
let opener = null;

document.addEventListener("click", (event) => {
  const options = event.target.closest?.(".tl-chat-options");
  if (options) return options === opener ? closeMenu() : openMenu(options);
  const more = event.target.closest?.(".tl-more-chats");
  if (more) { most = more.dataset.most; fill(); return; }
  const choice = event.target.closest?.(".tl-menu-list [role=menuitem]");
  const row = opener?.closest("li");
  if (choice && row) choices[choice.dataset.choice]?.(row);
  if (!choice || choice.dataset.choice !== "rename") closeMenu(Boolean(choice));
});
document.addEventListener("keydown", (event) => {
  if (menu.hidden) return;
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu(true);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

function openMenu(button) {
  closeMenu();
  opener = button;
  const { id } = button.closest("li").dataset;
  menu.replaceChildren(
    item("rename", text("chats_rename")),
    Object.assign(item("export", text("chats_export"), "a"), {
      href: address("data", "chats", `export/${id}`), download: "",
    }),
    item("delete", text("chats_delete")),
  );
  document.getElementById("tl-root").append(menu);
  menu.hidden = false;
  const place = button.getBoundingClientRect();
  menu.style.left = `${Math.min(place.left, innerWidth - menu.offsetWidth - 8)}px`;
  menu.style.top = `${Math.min(place.bottom + 2, innerHeight - menu.offsetHeight - 8)}px`;
  button.setAttribute("aria-expanded", "true");
  menu.firstElementChild.focus();
}

function item(choice, words, tag = "button") {
  const made = Object.assign(document.createElement(tag), { textContent: words });
  if (tag === "button") made.type = "button";
  made.setAttribute("role", "menuitem");
  made.dataset.choice = choice;
  return made;
}

function closeMenu(back = false) {
  menu.hidden = true;
  opener?.removeAttribute("aria-expanded");
  if (back) opener?.focus();
  opener = null;
}

const choices = {
  rename(row) {
    closeMenu();
    const button = row.querySelector(".tl-chat");
    const field = Object.assign(document.createElement("input"), {
      className: "tl-rename", value: row.dataset.title, maxLength: 80,
    });
    field.setAttribute("aria-label", text("chats_new_name"));
    button.hidden = true;
    button.before(field);
    field.select();
    let done = false;
    const end = async (keep) => {
      if (done) return;
      done = true;
      const name = field.value.trim();
      field.remove();
      button.hidden = false;
      button.focus();
      if (keep && name !== row.dataset.title) await change("rename", { id: row.dataset.id, name });
    };
    field.addEventListener("blur", () => end(true));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) end(true);
      else if (event.key === "Escape") end(false);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  },
  async delete(row) {
    const { id, title } = row.dataset;
    const question = text("chats_delete_sure").replace("{title}", title);
    if (!(await confirmed(question, { dataset: { yes: text("chats_delete") } }))) return;
    if (await change("delete", { id }) && id === chat()) window.topicllama.send("chat");
  },
};

async function change(action, values) {
  try {
    const told = await act("chats", action, values);
    if (told.said) toast(told.said);
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  } finally {
    await fill();
    tabs.postMessage({ workspace: workspace(), chat: "" });
  }
}

// the beginning -------------------------------------------------------------------------------

new MutationObserver(look).observe(document.documentElement, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["data-stamp", "data-chat", "lang"],
});
document.addEventListener("topicllama", look);
look();
