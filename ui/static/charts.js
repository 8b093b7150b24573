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
  const narrow = () => plot.clientWidth < 560;
  const given = () => narrow() ? fitted(spec.layout) : spec.layout;
  const draw = () => Plotly.react(plot, spec.traces.map(coloured), framed(given()), config({
    displayModeBar: narrow() ? false : "hover", modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
  }));
  await draw();
  plot.on("plotly_click", ({ points: [point] }) => {
    const href = spec.traces[point.curveNumber].href?.[point.pointNumber];
    if (href) location.hash = href;
  });
  const end = onTheme(draw);
  return () => { end(); Plotly.purge(plot); };
}

const colour = ({ topic, tone, alpha = 1 }) => {
  if (topic !== undefined) return topicColour(topic, alpha);
  const plain = colours()[tone ?? "accent"];
  return alpha < 1 ? plain + Math.round(alpha * 255).toString(16).padStart(2, "0") : plain;
};

function coloured(trace) {
  const { topic, tone, alpha, href, soft, ...rest } = trace;
  const own = colour(trace);
  const made = { ...rest, line: { ...rest.line, color: own } };
  made.marker = { ...rest.marker, color: own };
  if (rest.fill) made.fillcolor = colour({ topic, tone, alpha: soft ?? 0.18 });
  return made;
}

// On a phone the names of bars leave the bars their room, and every other mark does.
function fitted({ xaxis, yaxis, ...rest }) {
  const short = (name) => (name.length > 20 ? `${name.slice(0, 11)}… ${name.slice(-5)}` : name);
  const few = xaxis?.tickvals?.length > 5 && {
    tickvals: xaxis.tickvals.filter((_, at) => at % 2 === 0),
    ticktext: xaxis.ticktext.filter((_, at) => at % 2 === 0),
  };
  const names = yaxis?.ticktext && { ticktext: yaxis.ticktext.map(short) };
  return { ...rest, xaxis: { ...xaxis, ...few, tickangle: 0 }, yaxis: { ...yaxis, ...names } };
}

function framed(given) {
  const shapes = (given.shapes ?? []).map(({ topic, tone, alpha, ...shape }) => shape.type === "line"
    ? { ...shape, line: { ...shape.line, color: colour({ topic, tone }) } }
    : { ...shape, line: { width: 0 }, fillcolor: colour({ topic, tone, alpha }) });
  return layout({ showlegend: false, dragmode: "zoom", ...given, shapes });
}
