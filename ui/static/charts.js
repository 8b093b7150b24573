// The charts of the views of trends and quality. ui/views/charts.py says what is drawn; here it
// gets its colours, light or dark, and a click on a point leads to its documents.
import { colours, config, layout, loadPlotly, onTheme, topicColour } from "./plotly.js";

export async function mount(element) {
  const plot = element.querySelector(".tl-plot");
  const spec = JSON.parse(element.querySelector("script").textContent);
  let Plotly;
  try {
    Plotly = await loadPlotly();
  } catch {
    plot.textContent = element.dataset.failed;
    return null;
  }
  if (!plot.isConnected) return null;
  const draw = () => Plotly.react(plot, spec.traces.map(coloured), framed(spec.layout), config({
    displayModeBar: "hover", modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
  }));
  await draw();
  plot.on("plotly_click", ({ points: [point] }) => {
    const href = address(spec.traces[point.curveNumber].href, point.pointNumber);
    if (href) location.hash = href;
  });
  const end = onTheme(draw);
  return () => { end(); Plotly.purge(plot); };
}

// A heat map's points are [row, column].
function address(hrefs, at) {
  if (!hrefs) return "";
  return Array.isArray(at) ? hrefs[at[0]]?.[at[1]] : hrefs[at];
}

const colour = ({ topic, tone, alpha = 1 }) => {
  if (topic !== undefined) return topicColour(topic, alpha);
  return colours()[tone ?? "accent"] ?? tone;
};

function coloured(trace) {
  const { topic, tone, alpha, href, soft, ...rest } = trace;
  if (rest.type === "heatmap") {
    const { card, accent, warn } = colours();
    const scale = rest.zmin < 0 ? [[0, warn], [0.5, card], [1, accent]] : [[0, card], [1, accent]];
    return { ...rest, colorscale: scale };
  }
  const own = colour(trace);
  const made = { ...rest, line: { ...rest.line, color: own } };
  if (rest.type === "bar") made.marker = { ...rest.marker, color: soft ? colour({ ...trace, alpha: soft }) : own };
  else made.marker = { ...rest.marker, color: own };
  if (rest.fill) made.fillcolor = colour({ topic, tone, alpha: soft ?? 0.18 });
  if (rest.mode === "none") made.line = { width: 0 };
  return made;
}

function framed(given) {
  const shapes = (given.shapes ?? []).map(({ topic, tone, alpha, ...shape }) => shape.type === "line"
    ? { ...shape, line: { ...shape.line, color: colour({ topic, tone }) } }
    : { ...shape, line: { width: 0 }, fillcolor: colour({ topic, tone, alpha }) });
  return layout({ showlegend: false, dragmode: "zoom", ...given, shapes });
}
