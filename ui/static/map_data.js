// The points of the map as ui/views/map_points.py sends them, and what they are coloured by.
import { colours } from "./plotly.js";

const GOLDEN = 137.508;  // degrees, as in tools/svg.py

export function read(buffer) {
  const long = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, long)));
  const { n, scale } = header;
  let at = 4 + long;
  const column = (Kind) => {
    const values = new Kind(buffer, at, n);
    at += values.byteLength;
    return values;
  };
  const first = column(Int32Array), last = column(Int32Array);
  const x = Float32Array.from(column(Int16Array), (value) => value / scale);
  const y = Float32Array.from(column(Int16Array), (value) => value / scale);
  const topic = column(Uint16Array), label = column(Uint16Array);
  const days = [...new Set(first)].filter(Boolean).sort((one, other) => one - other);
  return { ...header, first, last, x, y, topic, label, days };
}

// 20200131 as 2020-01-31, and the other way.
export const iso = (day) => String(day).padStart(8, "0").replace(/(\d{4})(\d\d)(\d\d)/, "$1-$2-$3");

export function dayOf(text, end = false) {
  const [year, month, day] = text.split("-").map(Number);
  return year ? year * 10000 + (month || (end ? 12 : 1)) * 100 + (day || (end ? 31 : 1)) : 0;
}

const time = (day) => Date.UTC(Math.floor(day / 10000), Math.floor(day / 100) % 100 - 1, day % 100);

// [red, green, blue] from hue in degrees, saturation and lightness from 0 to 1.
function rgb(hue, saturation, lightness) {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((shift) => {
    const k = (shift + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}

// [red, green, blue] of a colour as style sheets write it.
export function parsed(colour) {
  const brush = document.createElement("canvas").getContext("2d");
  brush.fillStyle = colour;
  return [1, 3, 5].map((at) => parseInt(brush.fillStyle.slice(at, at + 2), 16));
}

export const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`;

// { of: a point's [red, green, blue], legend: what the colours mean }, for "topic", "label", "date".
export function palette(by, data, texts) {
  const tone = parseFloat(getComputedStyle(document.body).getPropertyValue("--tone") || "42") / 100;
  const plain = parsed(colours().quiet);
  const hued = (number) => rgb(Math.round((number * GOLDEN) % 360), 0.52, tone);
  if (by === "label") {
    const own = data.labels.map((label, at) => (label ? hued(at) : plain));
    const names = data.labels.map((label) => label ?? texts.other);
    return { of: (i) => own[data.label[i]], legend: names.map((name, at) => [name || texts.no_label, own[at]]) };
  }
  if (by === "date") {
    const from = time(data.days[0]), span = Math.max(1, time(data.days.at(-1)) - from);
    const made = new Map(data.days.map((day) => [day, rgb(250 - (230 * (time(day) - from)) / span, 0.6, tone)]));
    const ends = [0, 0.25, 0.5, 0.75, 1].map((part) => rgb(250 - 230 * part, 0.6, tone));
    return { of: (i) => made.get(data.first[i]) ?? plain, ramp: ends, ends: [iso(data.days[0]), iso(data.days.at(-1))],
      legend: data.first.includes(0) ? [[texts.no_date, plain]] : [] };
  }
  const own = data.topics.map((topic) => hued(topic.id));
  return { of: (i) => own[data.topic[i]], legend: [] };
}
