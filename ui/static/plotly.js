// Plotly for the views that draw with it: loaded when the first of them is shown, drawn in the
// page's own colours, light and dark, with its few words in the page's language.
let loading = null;

// Plotly itself; rejects with a sentence when the script does not come.
export function loadPlotly() {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("plotly.min.js", import.meta.url);
    script.onload = () => { register(window.Plotly); done(window.Plotly); };
    script.onerror = () => { loading = null; script.remove(); failed(new Error(page("view_failed"))); };
    document.head.append(script);
  });
  return loading;
}

const language = () => document.querySelector(".tl-header")?.lang || "en";
const page = (key) => window.topicllama.props.texts[language()][key];
const frame = () => document.querySelector(".gradio-container") ?? document.body;
const css = (name) => getComputedStyle(frame()).getPropertyValue(name).trim();

// The words of Plotly's buttons, in the order of "plotly_words" of the page's texts.
const WORDS = ["Pan", "Zoom", "Zoom in", "Zoom out", "Box Select", "Lasso Select", "Reset axes",
  "Autoscale", "Download plot as a PNG", "Double-click to zoom back out"];

function register(Plotly) {
  for (const [name, code] of [["zh-CN", "zh"], ["en", "en"]]) {
    const words = window.topicllama.props.texts[code].plotly_words.split("|");
    const dictionary = Object.fromEntries(WORDS.map((word, at) => [word, words[at]]));
    const months = Array.from({ length: 12 }, (_, at) => at + 1);
    const format = code === "en" ? {} : {
      days: [..."日一二三四五六"].map((day) => `星期${day}`), shortDays: [..."日一二三四五六"],
      months: months.map((at) => `${at}月`), shortMonths: months.map((at) => `${at}月`),
      date: "%Y-%m-%d",
    };
    Plotly.register({ moduleType: "locale", name, dictionary, format });
  }
}

// The page's colours as they are now.
export function colours() {
  const names = ["bg", "card", "soft", "line", "text", "quiet", "accent", "tint", "warn", "bad", "good"];
  return Object.fromEntries(names.map((name) => [name, css(`--tl-${name}`)]));
}

// The colour of a topic, as tools/svg.py has it; Plotly needs it without variables.
export function topicColour(id, alpha = 1) {
  return `hsla(${Math.round((id * 137.508) % 360)}, 52%, ${css("--tone") || "42%"}, ${alpha})`;
}

// What every chart has; `more` is laid over it (axes one by one).
export function layout(more = {}) {
  const { card, line, text, quiet } = colours();
  const axis = {
    gridcolor: line, linecolor: line, zerolinecolor: line, tickcolor: line, automargin: true,
    tickfont: { color: quiet, size: 12 }, title: { font: { color: quiet, size: 13 } },
  };
  const all = {
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: getComputedStyle(frame()).fontFamily, color: text, size: 13 },
    margin: { l: 8, r: 8, t: 8, b: 8 },
    hoverlabel: { bgcolor: card, bordercolor: line, font: { color: text, size: 13 }, align: "left" },
    legend: { font: { color: text } },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: quiet, activecolor: text },
    ...more,
  };
  const named = Object.keys(more).filter((key) => /^[xy]axis\d*$/.test(key));
  for (const name of new Set(["xaxis", "yaxis", ...named])) all[name] = { ...axis, ...more[name] };
  return all;
}

export function config(more = {}) {
  return {
    displaylogo: false, responsive: true, doubleClick: "reset",
    locale: language() === "zh" ? "zh-CN" : "en", ...more,
  };
}

// Call `redraw` whenever the page turns light or dark; returns what ends that.
export function onTheme(redraw) {
  let before = document.body.classList.contains("dark");
  const watch = new MutationObserver(() => {
    const now = document.body.classList.contains("dark");
    if (now !== before) { before = now; redraw(); }
  });
  watch.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  return () => watch.disconnect();
}
