// The drawing of the map: circles of topics, points, names, and the view that moves over them.
import { css, palette, parsed } from "./map_data.js";
import { labels } from "./map_labels.js";
import { points } from "./map_points.js";
import { colours } from "./plotly.js";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 18, CLOSEST = 200;
const OPAQUE = 215;  // of 255: where points lie over each other shows a little

export class Drawing {
  constructor(element, data, texts, page) {
    Object.assign(this, { element, data, texts, page });
    this.figure = this.one(".tl-map-figure");
    this.form = this.one(".tl-map-filters form");
    this.topics = new Set();  // ids of those that were chosen
    this.buttons = new Map([...this.all("[data-topic]")].map((button) => [Number(button.dataset.topic), button]));
    this.furnish();
  }

  one(selector) { return this.element.querySelector(selector); }

  all(selector) { return this.element.querySelectorAll(selector); }

  says(key, values = {}) {
    const written = (value) => (typeof value === "number" ? value.toLocaleString("en") : value);
    return this.texts[key].replace(/\{(\w+)\}/g, (_, name) => written(values[name]));
  }

  name(topic) { return this.buttons.get(topic.id)?.querySelector("span").textContent ?? String(topic.id); }

  furnish() {
    const { figure, data } = this;
    this.overlay = figure.appendChild(document.createElementNS(SVG, "svg"));
    this.overlay.setAttribute("aria-hidden", "true");
    this.discs = this.overlay.appendChild(document.createElementNS(SVG, "g"));
    for (const topic of data.source === "topics" ? data.topics : []) {
      const disc = this.discs.appendChild(document.createElementNS(SVG, "circle"));
      const place = { cx: topic.x, cy: -topic.y, r: topic.radius };
      for (const [name, value] of Object.entries(place)) disc.setAttribute(name, value);
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
    const take = (x, y, r) => {
      [left, right] = [Math.min(left, x - r), Math.max(right, x + r)];
      [low, high] = [Math.min(low, y - r), Math.max(high, y + r)];
    };
    for (const { x, y, radius, count } of data.topics) if (count) take(x, y, data.source === "topics" ? radius : 0);
    for (let i = 0; i < data.n; i++) take(data.x[i], data.y[i], 0);
    const [width, height] = [figure.clientWidth, figure.clientHeight];
    const across = (width - 2 * MARGIN) / Math.max(right - left, 1e-6);
    const down = (height - 2 * MARGIN) / Math.max(high - low, 1e-6);
    this.whole = Math.min(across, down, 4000);
    const k = this.whole;
    this.view = { k, x: (width - k * (left + right)) / 2, y: (height + k * (low + high)) / 2 };
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
    if (this.drawn) return;
    this.drawn = true;
    this.figure.dataset.drawn = this.points.drawn;
    performance.mark("tl-map-drawn");
  }

  recolour() {
    const by = this.form.elements.colour.value || "topic";
    const { of, ...legend } = palette(by, this.data, this.texts);
    this.element.dataset.colour = by;
    const { colours: bytes } = this.points;
    for (let i = 0; i < this.data.n; i++) {
      bytes.set(of(i), 4 * i);
      bytes[4 * i + 3] = OPAQUE;
    }
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

  toScreen(x, y) { return [this.view.k * x + this.view.x, this.view.y - this.view.k * y]; }

  zoom(factor, x = this.size[0] / 2, y = this.size[1] / 2) {
    const { view } = this;
    const k = Math.max(this.whole / 2, Math.min(this.whole * CLOSEST, view.k * factor));
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
}
