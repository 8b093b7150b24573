// The map of documents: points (map_points.js), topics' names (map_labels.js), what hands do
// (map_gestures.js), what stands out, what is selected. The frame is ui/views/map.py's.
import { css, dayOf, iso, palette, parsed, read } from "./map_data.js";
import { gestures, inside } from "./map_gestures.js";
import { labels } from "./map_labels.js";
import { CHOSEN, FADED, points, SHOWN } from "./map_points.js";
import { colours, onTheme } from "./plotly.js";
import { clear, select, selected } from "./selection.js";

const NEAR = 9, REST = 60;
const SVG = "http://www.w3.org/2000/svg";

export async function mount(element, page) {
  const figure = element.querySelector(".tl-map-figure");
  const texts = JSON.parse(element.dataset.texts);
  if (matchMedia("(max-width: 900px)").matches) for (const each of element.querySelectorAll(".tl-map-side details")) each.open = false;
  element.querySelector(".tl-map-says").textContent = texts.loading;
  try {
    const reply = await page.get(page.address("data", "map", "points", { source: element.dataset.source }));
    const data = read(await reply.arrayBuffer());
    if (!element.isConnected) return null;
    const map = new DocumentMap(element, figure, data, texts, page);
    return () => map.end();
  } catch (error) {
    element.querySelector(".tl-map-says").textContent = error.message;
    return null;
  }
}

class DocumentMap {
  constructor(element, figure, data, texts, page) {
    Object.assign(this, { element, figure, data, texts, page });
    this.mode = "move";
    this.topics = new Set();
    this.chosen = [];
    this.known = new Map();
    this.ends = [];
    this.buttons = new Map([...this.all("[data-topic]")].map((button) => [Number(button.dataset.topic), button]));
    this.furnish();
    this.fields();
    this.listen();
    this.recolour();
    this.fit();
    this.filter();
    const { q } = this.form.elements;
    if (q.value) this.search();
    if (selected().length) this.find(selected());
  }

  one(selector) { return this.element.querySelector(selector); }
  all(selector) { return this.element.querySelectorAll(selector); }
  says(key, values = {}) {
    return this.texts[key].replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString("en") : values[name]));
  }

  name(topic) { return this.buttons.get(topic.id)?.querySelector("span").textContent ?? String(topic.id); }

  // the drawing -------------------------------------------------------------------------------

  furnish() {
    const { figure, data } = this;
    this.overlay = figure.appendChild(document.createElementNS(SVG, "svg"));
    this.overlay.setAttribute("aria-hidden", "true");
    this.discs = this.overlay.appendChild(document.createElementNS(SVG, "g"));
    for (const topic of data.source === "topics" ? data.topics : []) {
      const disc = this.discs.appendChild(document.createElementNS(SVG, "circle"));
      for (const [name, value] of Object.entries({ cx: topic.x, cy: -topic.y, r: topic.radius })) disc.setAttribute(name, value);
    }
    this.points = points(figure, data.x, data.y);
    this.points.again = () => this.paint();
    this.line = this.overlay.appendChild(document.createElementNS(SVG, "polygon"));
    this.spot = this.overlay.appendChild(document.createElementNS(SVG, "circle"));
    this.spot.style.display = "none";
    const names = this.part("tl-map-labels");
    names.setAttribute("aria-hidden", "true");
    this.names = labels(names, data.topics.map((topic) => ({ ...topic, label: this.name(topic) })));
    this.tip = this.part("tl-map-tip");
    this.tip.hidden = true;
    for (const topic of data.topics) this.buttons.get(topic.id)?.querySelector("b").replaceChildren(topic.count.toLocaleString("en"));
  }

  part(name) { return this.figure.appendChild(Object.assign(document.createElement("div"), { className: name })); }

  fit() {
    const { data, figure } = this;
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    const take = (x, y, r) => { left = Math.min(left, x - r); right = Math.max(right, x + r); low = Math.min(low, y - r); high = Math.max(high, y + r); };
    for (const { x, y, radius, count } of data.topics) if (count) take(x, y, data.source === "topics" ? radius : 0);
    for (let i = 0; i < data.n; i++) take(data.x[i], data.y[i], 0);
    const [width, height] = [figure.clientWidth, figure.clientHeight];
    const margin = 18;
    const k = Math.min((width - 2 * margin) / Math.max(right - left, 1e-6), (height - 2 * margin) / Math.max(high - low, 1e-6));
    this.whole = Math.min(k, 4000);
    this.view = { k: this.whole, x: width / 2 - (this.whole * (left + right)) / 2, y: height / 2 + (this.whole * (low + high)) / 2 };
    this.points.resize(width, height);
    this.size = [width, height];
    this.paint();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.figure;
    if (!width || (width === this.size[0] && height === this.size[1])) return;
    if (this.view.k === this.whole) { this.fit(); return; }
    this.view.x += (width - this.size[0]) / 2;
    this.view.y += (height - this.size[1]) / 2;
    this.points.resize(width, height);
    this.size = [width, height];
    this.paint();
  }

  paint() {
    if (this.planned) return;
    this.planned = requestAnimationFrame(() => { this.planned = 0; this.draw(); });
  }

  draw() {
    const { view, data } = this;
    const base = Math.max(data.n > 60000 ? 2.2 : 2.8, Math.min(9, 160 / Math.sqrt(data.n)));
    const wide = base * Math.min(3, Math.max(1, view.k / this.whole) ** 0.45);
    this.points.draw(view, wide, this.faded, this.ring);
    this.discs.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    this.names.place(view, ...this.size, this.topics);
    this.spot.setAttribute("r", wide / 2 + 3);
    if (!this.drawn) { this.drawn = true; this.figure.dataset.drawn = this.points.drawn; performance.mark("tl-map-drawn"); }
  }

  recolour() {
    const by = this.form.elements.colour.value || "topic";
    const { of, ...legend } = palette(by, this.data, this.texts);
    this.element.dataset.colour = by;
    const alpha = 215, { colours: bytes } = this.points;
    for (let i = 0; i < this.data.n; i++) { const own = of(i); bytes[4 * i] = own[0]; bytes[4 * i + 1] = own[1]; bytes[4 * i + 2] = own[2]; bytes[4 * i + 3] = alpha; }
    const page = colours();
    this.faded = [...parsed(page.quiet).map((part) => part / 255), 0.13];
    this.ring = [...parsed(page.text).map((part) => part / 255), 1];
    this.points.update();
    this.legend(legend);
    this.paint();
  }

  legend({ legend, ramp, ends }) {
    const place = this.one(".tl-map-legend");
    place.replaceChildren();
    place.hidden = !legend?.length && !ramp;
    if (ramp) {
      const bar = Object.assign(document.createElement("i"), { className: "tl-map-ramp" });
      bar.style.background = `linear-gradient(90deg, ${ramp.map(css).join(", ")})`;
      const between = Object.assign(document.createElement("span"), { textContent: ends.join(" – ") });
      place.append(bar, between);
    }
    for (const [name, colour] of legend ?? []) {
      const entry = document.createElement("span"), dot = document.createElement("i");
      dot.className = "tl-map-dot";
      dot.style.background = css(colour);
      entry.append(dot, name);
      place.append(entry);
    }
  }

  // what stands out ---------------------------------------------------------------------------

  // The fields from the corpus and from the address.
  fields() {
    const { data } = this;
    this.form = this.one(".tl-map-filters form");
    const { q, label, since, until, colour } = this.form.elements;
    const has = { label: data.labels.some(Boolean), date: data.days.length > 1 };
    has.colour = has.label || has.date;
    for (const each of this.all("[data-needs]")) each.hidden = !has[each.dataset.needs];
    for (const option of [...colour.options]) if (option.value && !has[option.value]) option.remove();
    data.labels.forEach((name, at) => { if (name) label.add(new Option(name, at)); });
    for (const field of [since, until]) field.max = Math.max(0, data.days.length - 1);
    const { params } = this.page.place();
    q.value = params.get("q") ?? "";
    const asked = data.labels.indexOf(params.get("label"));
    label.value = params.get("label") && asked >= 0 ? String(asked) : "";
    const begins = data.days.findIndex((day) => day >= dayOf(params.get("since") ?? ""));
    const ends = data.days.findLastIndex((day) => day <= dayOf(params.get("until") ?? "9999", true));
    since.value = begins < 0 ? since.max : begins;
    until.value = ends < 0 ? 0 : ends;
    colour.value = [...colour.options].some((option) => option.value === params.get("colour")) ? params.get("colour") : "";
    for (const id of (params.get("topic") ?? "").split(",").filter(Boolean).map(Number)) if (this.buttons.has(id)) this.topics.add(id);
  }

  limits() {
    const { data, form: { elements: { since, until, label } } } = this;
    const [from, to] = [Number(since.value), Number(until.value)];
    const dated = from > 0 || to < data.days.length - 1;
    return {
      label: label.value === "" ? null : Number(label.value), dated,
      first: dated ? data.days[from] : 0, last: dated ? data.days[to] : 0,
      topics: new Set(data.topics.flatMap((topic, row) => (this.topics.has(topic.id) ? [row] : []))),
    };
  }

  filter() {
    const { data, points: { states } } = this;
    const { label, dated, first, last, topics } = this.limits();
    let shown = 0;
    for (let i = 0; i < data.n; i++) {
      const fits = (!topics.size || topics.has(data.topic[i])) && (label === null || data.label[i] === label)
        && (!dated || (data.last[i] >= first && data.first[i] <= last && data.first[i] > 0))
        && (!this.matching || this.matching[i]);
      states[i] = fits ? SHOWN : FADED;
      shown += fits;
    }
    for (const row of this.chosen) states[row] = CHOSEN;
    this.points.update();
    for (const [id, button] of this.buttons) button.setAttribute("aria-pressed", this.topics.has(id));
    this.tell(shown, dated);
    this.remember();
    this.paint();
  }

  tell(shown, dated) {
    const { data, points: drawn } = this;
    const most = data.topics.reduce((one, other) => (other.count > one.count ? other : one));
    const words = shown === data.n ? [this.says("all", { n: data.n, k: data.topics.length, topic: this.name(most), count: most.count })]
      : [this.says(shown ? "some" : "none", { n: data.n, shown })];
    if (dated && data.first.includes(0)) words.push(this.says("undated"));
    if (drawn.drawn < data.n) words.push(this.says("sample", { shown: drawn.drawn, n: data.n }));
    if (data.missing) words.push(this.says("missing", { n: data.missing }));
    const place = this.one(".tl-map-says");
    if (place.textContent !== words.join(" ")) place.textContent = words.join(" ");
    const { since, until } = this.form.elements;
    for (const field of [since, until]) {
      const day = data.days.length ? iso(data.days[Number(field.value)]) : "";
      field.parentElement.querySelector("output").textContent = day;
      field.setAttribute("aria-valuetext", day);
    }
  }

  // The address, and the link to the same documents as a list.
  remember() {
    const { data, form: { elements: { q, colour } } } = this;
    const { label, dated, first, last } = this.limits();
    const shared = {
      q: q.value.trim(), topic: [...this.topics].join(","), label: label === null ? "" : data.labels[label],
      since: dated ? iso(first) : "", until: dated ? iso(last) : "",
    };
    this.page.setParams({ ...shared, colour: colour.value });
    const query = new URLSearchParams(Object.entries(shared).filter(([, value]) => value)).toString();
    this.one("[data-list-link]").href = `#/documents${query ? `?${query}` : ""}`;
  }

  toggle(id) {
    if (!this.topics.delete(id)) this.topics.add(id);
    this.filter();
  }

  reset() {
    const { since, until } = this.form.elements;
    this.form.reset();
    since.value = 0;
    until.value = until.max;
    this.topics.clear();
    this.matching = null;
    this.recolour();
    this.filter();
    this.fit();
  }

  async search() {
    this.searching?.abort();
    this.searching = new AbortController();
    const words = this.form.elements.q.value.trim();
    try {
      this.matching = words ? await this.matches(words, this.searching.signal) : null;
      this.filter();
    } catch (error) {
      if (error.name !== "AbortError") this.page.toast(error.message);
    }
  }

  async matches(q, signal) {
    const rows = new Uint32Array(await (await this.ask("matching", { q }, signal)).arrayBuffer());
    const found = new Uint8Array(this.data.n);
    for (const row of rows) found[row] = 1;
    return found;
  }

  ask(name, params, signal) {
    const { key, source } = this.data;
    return this.page.get(this.page.address("data", "map", name, { ...params, key, source }), signal);
  }

  // one document ------------------------------------------------------------------------------

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

  toScreen(x, y) { return [this.view.k * x + this.view.x, this.view.y - this.view.k * y]; }

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

  // selecting ---------------------------------------------------------------------------------

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

  // wiring ------------------------------------------------------------------------------------

  zoom(factor, x = this.size[0] / 2, y = this.size[1] / 2) {
    const { view } = this;
    const k = Math.max(this.whole / 2, Math.min(this.whole * 200, view.k * factor));
    this.view = { k, x: x - ((x - view.x) * k) / view.k, y: y - ((y - view.y) * k) / view.k };
    this.leave();
    this.paint();
  }

  move(dx, dy) {
    this.view.x += dx;
    this.view.y += dy;
    this.leave();
    this.paint();
  }

  listen() {
    const { figure, element, form } = this;
    gestures(figure, {
      mode: () => this.mode, move: (...by) => this.move(...by), zoom: (...by) => this.zoom(...by),
      rest: (...at) => this.rest(...at), leave: () => this.leave(), click: (...at) => this.click(...at),
      area: (...told) => this.area(...told), all: () => this.fit(),
      clear: () => (!document.querySelector(".tl-document-open") && this.chosen.length ? clear() : false),
    });
    element.addEventListener("click", (event) => this.pressed(event.target.closest("button")));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.search(); });
    form.addEventListener("input", ({ target }) => this.changed(target));
    const chosen = ({ detail }) => this.find(detail);
    document.addEventListener("tl-selection", chosen);
    const sizes = new ResizeObserver(() => this.resize());
    sizes.observe(figure);
    this.ends.push(onTheme(() => this.recolour()), () => sizes.disconnect(),
      () => document.removeEventListener("tl-selection", chosen));
    figure.tlMap = this;
  }

  pressed(button) {
    if (!button) return;
    const { topic, zoom, mode } = button.dataset;
    if (topic) this.toggle(Number(topic));
    else if (zoom === "all") this.fit();
    else if (zoom) this.zoom(zoom === "in" ? 1.5 : 1 / 1.5);
    else if (mode) this.use(mode);
    else if ("reset" in button.dataset) this.reset();
    else if ("clear" in button.dataset) clear();
  }

  use(mode) {
    this.mode = mode;
    this.leave();
    this.figure.dataset.mode = mode;
    for (const button of this.all("[data-mode]:is(button)")) button.setAttribute("aria-pressed", button.dataset.mode === mode);
  }

  changed(field) {
    const { since, until } = this.form.elements;
    if (field === since && Number(since.value) > Number(until.value)) until.value = since.value;
    if (field === until && Number(until.value) < Number(since.value)) since.value = until.value;
    if (field.name === "colour") { this.recolour(); this.remember(); }
    else if (field.name === "q") { clearTimeout(this.typing); this.typing = setTimeout(() => this.search(), 250); }
    else this.filter();
  }

  end() {
    clearTimeout(this.typing);
    clearTimeout(this.hovering);
    this.searching?.abort();
    cancelAnimationFrame(this.planned);
    for (const end of this.ends) end();
    this.points.end();
    delete this.figure.tlMap;
  }
}
