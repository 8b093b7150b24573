// What stands out on the map: by topic, label, date and search. The address keeps it.
import { dayOf, iso } from "./map_data.js";
import { Drawing } from "./map_drawing.js";
import { CHOSEN, FADED, SHOWN } from "./map_points.js";

const TYPING = 250;

export class Filtered extends Drawing {
  // The fields from the corpus and from the address.
  fields() {
    const { data } = this;
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
    const every = data.topics.length === 1 ? "one" : "all";
    const words = shown === data.n ? data.n === 1 ? [] : [this.says(every, { n: data.n, k: data.topics.length, topic: this.name(most), count: most.count })]
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
    this.searching?.abort();
    this.matching = null;
    this.recolour();
    this.filter();
    this.fit();
  }

  changed(field) {
    const { since, until } = this.form.elements;
    if (field === since && Number(since.value) > Number(until.value)) until.value = since.value;
    if (field === until && Number(until.value) < Number(since.value)) since.value = until.value;
    if (field.name === "colour") { this.recolour(); this.remember(); }
    else if (field.name === "q") { clearTimeout(this.typing); this.typing = setTimeout(() => this.search(), TYPING); }
    else this.filter();
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
}
