// What a pointer does on the map: rest on a document, open it, draw a line around some.
import { Filtered } from "./map_filters.js";
import { inside } from "./map_gestures.js";
import { FADED } from "./map_points.js";
import { clear, select } from "./selection.js";

const NEAR = 9, REST = 60;

export class Pointed extends Filtered {
  mode = "move";
  chosen = [];  // rows of the selected documents
  known = new Map();  // what was told of documents, by row

  nearest(x, y) {
    const { data, view, points: drawn } = this;
    let best = -1, least = NEAR * NEAR;
    for (let i = 0; i < data.n; i++) {
      const across = view.k * data.x[i] + view.x - x, down = view.y - view.k * data.y[i] - y;
      const away = across * across + down * down + (drawn.states[i] === FADED ? 30 : 0);
      if (away < least && drawn.isDrawn(i)) { least = away; best = i; }
    }
    return best;
  }

  rest(x, y) {
    if (this.mode !== "move") return;
    const row = this.nearest(x, y);
    this.figure.classList.toggle("tl-map-on", row >= 0 || this.names.at(x, y) !== null);
    if (row === this.hovered) return;
    this.leave();
    if (row < 0) return;
    this.hovered = row;
    const [cx, cy] = this.toScreen(this.data.x[row], this.data.y[row]);
    this.spot.setAttribute("cx", cx);
    this.spot.setAttribute("cy", cy);
    this.spot.style.display = "block";
    this.hovering = setTimeout(() => this.show(row, cx, cy), REST);
  }

  leave() {
    clearTimeout(this.hovering);
    this.hovered = -1;
    this.spot.style.display = "none";
    this.tip.hidden = true;
  }

  async show(row, x, y) {
    let told;
    try { told = await this.document(row); } catch { return; }
    if (this.hovered !== row) return;
    const { data, tip } = this;
    const title = Object.assign(document.createElement("b"), { textContent: told.title });
    const topic = Object.assign(document.createElement("span"), { textContent: this.name(data.topics[data.topic[row]]) });
    const more = [told.date, data.labels[data.label[row]]].filter(Boolean).join(" · ");
    tip.replaceChildren(title, topic, more);
    tip.hidden = false;
    const [width, height] = this.size;
    const left = Math.max(4, Math.min(width - tip.offsetWidth - 4, x - tip.offsetWidth / 2));
    const above = y - tip.offsetHeight - 12;
    tip.style.transform = `translate(${left}px, ${above > 2 ? above : Math.min(height - tip.offsetHeight, y + 14)}px)`;
  }

  async document(row) {
    if (!this.known.has(row)) this.known.set(row, await (await this.ask("document", { row })).json());
    return this.known.get(row);
  }

  async click(x, y) {
    const row = this.nearest(x, y), topic = this.names.at(x, y);
    if (row < 0 && topic !== null) this.toggle(topic);
    if (row < 0) return;
    try {
      window.topicllama.send("open", (await this.document(row)).id);
    } catch (error) { this.page.toast(error.message); }
  }

  area(corners, done = false) {
    this.line.setAttribute("points", corners && !done ? corners.map((corner) => corner.join()).join(" ") : "");
    if (!done) return;
    const { view } = this;
    const own = corners.map(([x, y]) => [(x - view.x) / view.k, (view.y - y) / view.k]);
    const found = inside(own, this.data.x, this.data.y).filter((row) => this.points.states[row] !== FADED);
    if (found.length) this.choose(found);
    else { this.page.toast(this.says("nothing")); clear(); }
  }

  async choose(rows) {
    this.take(rows);
    try {
      const { key, source } = this.data;
      const { data } = await this.page.act("map", "select", { key, source, rows });
      this.present(data.html);
      this.own = data.ids.join();
      select(data.ids);
    } catch (error) { this.page.toast(error.message); }
  }

  // Documents that were selected elsewhere, or none any more.
  async find(ids) {
    if (ids.join() === this.own) return;
    this.own = ids.join();
    if (!ids.length) { this.take([]); this.present(""); return; }
    try {
      const { key, source } = this.data;
      const { data } = await this.page.act("map", "find", { key, source, ids });
      this.take(data.rows);
      this.present(data.rows.length ? data.html : "");
    } catch (error) { this.page.toast(error.message); }
  }

  take(rows) { this.chosen = rows; this.filter(); }

  present(html) {
    const place = this.one(".tl-map-chosen");
    place.innerHTML = html;
    place.hidden = !html;
  }

  use(mode) {
    this.mode = mode;
    this.leave();
    this.figure.dataset.mode = mode;
    for (const button of this.all("[data-mode]:is(button)")) button.setAttribute("aria-pressed", button.dataset.mode === mode);
  }
}
