// Light or dark, before anything is painted: as the system, or as was chosen here (localStorage
// "topicllama-theme"). What is in force stands in <html data-theme> and, for Gradio, as the class
// "dark" on the body; a change is told as the event "topicllama-theme" of the document.
(() => {
  const KEY = "topicllama-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const grounds = { light: "#f5f5f2", dark: "#131716" };
  const chosen = () => {
    try { return localStorage.getItem(KEY) || "auto"; } catch { return "auto"; }
  };
  const current = () => {
    const wanted = chosen();
    return wanted === "light" || wanted === "dark" ? wanted : system.matches ? "dark" : "light";
  };

  function apply() {
    const theme = current(), html = document.documentElement;
    const changed = html.dataset.theme && html.dataset.theme !== theme;
    html.dataset.theme = theme;
    html.style.colorScheme = theme;
    html.style.background = grounds[theme];
    mark();
    if (changed) document.dispatchEvent(new CustomEvent("topicllama-theme", { detail: theme }));
  }

  // Gradio sets the class by itself, as the system is.
  function mark() {
    const dark = document.documentElement.dataset.theme === "dark";
    const body = document.body;
    if (body && body.classList.contains("dark") !== dark) body.classList.toggle("dark", dark);
  }

  function watch() {
    mark();
    new MutationObserver(mark).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  }

  window.topicllamaTheme = {
    chosen,
    choose(theme) {
      try { theme === "auto" ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, theme); } catch { /* not kept */ }
      apply();
    },
  };
  system.addEventListener("change", apply);
  addEventListener("storage", (event) => { if (event.key === KEY) apply(); });
  apply();
  if (document.body) watch();
  else new MutationObserver((_, observer) => {
    if (document.body) { observer.disconnect(); watch(); }
  }).observe(document.documentElement, { childList: true });
})();
