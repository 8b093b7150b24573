// The map of documents: its drawing (map_drawing.js), what stands out (map_filters.js), what a
// pointer finds and selects (map_pointer.js). The frame is ui/views/map.py's.
import { read } from "./map_data.js";
import { gestures } from "./map_gestures.js";
import { Pointed } from "./map_pointer.js";
import { onTheme } from "./plotly.js";
import { clear, selected } from "./selection.js";

export async function mount(element, page) {
  const texts = JSON.parse(element.dataset.texts);
  if (matchMedia("(max-width: 900px)").matches) for (const each of element.querySelectorAll(".tl-map-side details")) each.open = false;
  element.querySelector(".tl-map-says").textContent = texts.loading;
  try {
    const reply = await page.get(page.address("data", "map", "points", { source: element.dataset.source }));
    const data = read(await reply.arrayBuffer());
    if (!element.isConnected) return null;
    const map = new DocumentMap(element, data, texts, page);
    return () => map.end();
  } catch (error) {
    element.querySelector(".tl-map-says").textContent = error.message;
    return null;
  }
}

class DocumentMap extends Pointed {
  constructor(...given) {
    super(...given);
    this.fields();
    this.listen();
    this.recolour();
    this.fit();
    this.filter();
    if (this.form.elements.q.value) this.search();
    if (selected().length) this.find(selected());
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
    this.ends = [onTheme(() => this.recolour()), () => sizes.disconnect(),
      () => document.removeEventListener("tl-selection", chosen)];
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
