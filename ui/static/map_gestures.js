// What fingers, mouse and keys do on the map: `does` has move(dx, dy), zoom(factor, x, y), all(),
// rest(x, y), leave(), click(x, y), area(corners, done), clear(), and `mode()`: move, lasso or box.
const STEP = 40, NEAR = 4;

export function gestures(figure, does) {
  const down = new Map();  // pointers that touch, by id
  let began = null, corners = null, apart = 0, moved = false;
  const at = (event) => {
    const box = figure.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const start = (event) => {
    if (event.button || event.target.closest("button, a")) return;
    figure.setPointerCapture(event.pointerId);
    down.set(event.pointerId, at(event));
    moved = false;
    if (down.size === 1) { began = at(event); corners = does.mode() === "move" ? null : [began]; }
    else { corners = null; does.area(null); apart = spread(); }
  };

  const drag = (event) => {
    const now = at(event), before = down.get(event.pointerId);
    if (!before) { if (event.pointerType !== "touch") does.rest(...now); return; }
    down.set(event.pointerId, now);
    if (began && Math.hypot(now[0] - began[0], now[1] - began[1]) > NEAR) moved = true;
    if (down.size > 1) return pinch(now, before);
    if (!moved) return;
    if (!corners) return does.move(now[0] - before[0], now[1] - before[1]);
    draw(now);
  };

  const spread = () => {
    const [one, two] = [...down.values()];
    return Math.hypot(one[0] - two[0], one[1] - two[1]);
  };

  function pinch(now, before) {
    const [one, two] = [...down.values()];
    const wide = spread();
    does.move((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    if (apart > 0 && wide > 0) does.zoom(wide / apart, (one[0] + two[0]) / 2, (one[1] + two[1]) / 2);
    apart = wide;
  }

  function draw(now) {
    const last = corners.at(-1);
    if (does.mode() === "box") {
      const [x, y] = began;
      corners = [[x, y], [now[0], y], now, [x, now[1]]];
    } else if (Math.hypot(now[0] - last[0], now[1] - last[1]) > NEAR) corners.push(now);
    does.area(corners);
  }

  const stop = (event) => {
    if (!down.delete(event.pointerId)) return;
    if (down.size) { began = null; moved = true; return; }
    if (event.type === "pointercancel") { corners = null; does.area(null); return; }
    if (!moved) does.click(...at(event));
    else if (corners?.length > 2) does.area(corners, true);
    corners = null;
  };

  const wheel = (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 20 : 1;
    does.zoom(Math.exp(-Math.max(-200, Math.min(200, event.deltaY * lines)) / 350), ...at(event));
  };

  const keys = {
    ArrowLeft: () => does.move(STEP, 0), ArrowRight: () => does.move(-STEP, 0),
    ArrowUp: () => does.move(0, STEP), ArrowDown: () => does.move(0, -STEP),
    "+": () => does.zoom(1.3), "=": () => does.zoom(1.3), "-": () => does.zoom(1 / 1.3),
    "0": () => does.all(), Escape: () => does.clear(),
  };
  const press = (event) => {
    const act = event.target === figure && !event.ctrlKey && !event.metaKey && keys[event.key];
    if (!act || act() === false) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const all = { pointerdown: start, pointermove: drag, pointerup: stop, pointercancel: stop,
    pointerleave: () => does.leave(), keydown: press };
  for (const [name, listener] of Object.entries(all)) figure.addEventListener(name, listener);
  figure.addEventListener("wheel", wheel, { passive: false });
}

// Which of the points lie inside the corners of an area, all in the same units.
export function inside(corners, x, y) {
  const xs = corners.map((corner) => corner[0]), ys = corners.map((corner) => corner[1]);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const found = [];
  for (let i = 0; i < x.length; i++) {
    const px = x[i], py = y[i];
    if (px < left || px > right || py < low || py > high) continue;
    let odd = false;
    for (let a = 0, b = xs.length - 1; a < xs.length; b = a++) {
      if (ys[a] > py !== ys[b] > py && px < ((xs[b] - xs[a]) * (py - ys[a])) / (ys[b] - ys[a]) + xs[a]) odd = !odd;
    }
    if (odd) found.push(i);
  }
  return found;
}
