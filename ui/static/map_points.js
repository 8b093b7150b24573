// Points on a canvas by WebGL, the quickest way to draw many; where there is none, a sample of
// them as SVG. Both draw what a view says: screen x = k * x + view.x, screen y = view.y - k * y.
export const FADED = 0, SHOWN = 1, CHOSEN = 2;
const SAMPLE = 2000;
const MARGIN = 160;  // drawn beyond the frame: the map is moved that far without being drawn anew
const SVG = "http://www.w3.org/2000/svg";

// Points of `x` and `y` inside `host`. colours: 4 bytes a point; states: 1 byte a point.
export function points(host, x, y) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  const gl = canvas.getContext("webgl", { antialias: false, premultipliedAlpha: true, powerPreference: "high-performance" });
  if (!gl) return new Sample(host, x, y);
  host.prepend(canvas);
  return new Points(canvas, gl, x, y);
}

const VERTEX = `
attribute vec2 place; attribute vec4 colour; attribute float state;
uniform vec2 size, shift; uniform float k, pass, wide; uniform vec4 faded;
varying vec4 fill;
void main() {
  vec2 at = vec2(k * place.x + shift.x, shift.y - k * place.y) / size * 2.0 - 1.0;
  gl_Position = state == pass ? vec4(at.x, -at.y, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = wide;
  fill = pass == 0.0 ? faded : colour;
}`;
const FRAGMENT = `
precision highp float;
varying vec4 fill; uniform vec4 ring; uniform float edge, span;
void main() {
  float away = length(gl_PointCoord - 0.5) * span;
  float inside = clamp(span * 0.5 - away, 0.0, 1.0);
  vec4 own = mix(fill, ring, edge * clamp(away - span * 0.5 + 2.5, 0.0, 1.0));
  gl_FragColor = vec4(own.rgb, 1.0) * own.a * inside;
}`;

class Points {
  constructor(canvas, gl, x, y) {
    Object.assign(this, { canvas, gl, n: x.length, drawn: x.length });
    this.states = new Uint8Array(x.length).fill(SHOWN);
    this.colours = new Uint8Array(4 * x.length);
    this.places = new Float32Array(2 * x.length);
    for (let i = 0; i < x.length; i++) { this.places[2 * i] = x[i]; this.places[2 * i + 1] = y[i]; }
    this.begin();
    // The driver may take the context away and give it back (a laptop that sleeps).
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    canvas.addEventListener("webglcontextrestored", () => { this.begin(); this.again?.(); });
  }

  begin() {
    const { gl } = this;
    const program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    gl.useProgram(program);
    this.at = new Proxy({}, { get: (known, name) => known[name] ??= gl.getUniformLocation(program, name) });
    this.buffers = {};
    for (const [name, width, kind, scaled] of [
      ["place", 2, gl.FLOAT, false], ["colour", 4, gl.UNSIGNED_BYTE, true], ["state", 1, gl.UNSIGNED_BYTE, false],
    ]) {
      this.buffers[name] = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[name]);
      const place = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, width, kind, scaled, 0, 0);
    }
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.fill("place", this.places);
    this.update();
  }

  // After colours or states have changed.
  update() {
    this.fill("colour", this.colours);
    this.fill("state", this.states);
    this.has = [FADED, SHOWN, CHOSEN].map((state) => this.states.includes(state));
    this.drawnAt = null;
  }

  fill(name, values) {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.buffers[name]);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, values, this.gl.DYNAMIC_DRAW);
  }

  resize(width, height) {
    this.ratio = Math.min(devicePixelRatio || 1, 2);
    this.size = [width + 2 * MARGIN, height + 2 * MARGIN];
    [this.canvas.width, this.canvas.height] = this.size.map((side) => Math.round(side * this.ratio));
    Object.assign(this.canvas.style, { left: `${-MARGIN}px`, top: `${-MARGIN}px`, width: `${this.size[0]}px`, height: `${this.size[1]}px` });
    this.drawnAt = null;
  }

  // Whether what is drawn serves for this view too, when it is shifted.
  moved(view) {
    const before = this.drawnAt;
    if (!before || before.k !== view.k) return false;
    const [dx, dy] = [view.x - before.x, view.y - before.y];
    if (Math.max(Math.abs(dx), Math.abs(dy)) > MARGIN) return false;
    this.canvas.style.transform = `translate(${dx}px, ${dy}px)`;
    return true;
  }

  // `wide` is the width of a point; `faded` and `ring` are [red, green, blue, alpha] from 0 to 1.
  draw(view, wide, faded, ring) {
    if (this.moved(view)) return;
    const { gl, at, ratio } = this;
    this.drawnAt = { ...view };
    this.canvas.style.transform = "";
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2f(at.size, ...this.size);
    gl.uniform2f(at.shift, view.x + MARGIN, view.y + MARGIN);
    gl.uniform1f(at.k, view.k);
    gl.uniform4f(at.faded, ...faded);
    gl.uniform4f(at.ring, ...ring);
    for (const state of [FADED, SHOWN, CHOSEN]) {
      if (!this.has[state]) continue;
      const span = (wide + (state === CHOSEN ? 4 : 0)) * ratio;
      gl.uniform1f(at.pass, state);
      gl.uniform1f(at.edge, state === CHOSEN ? 1 : 0);
      gl.uniform1f(at.wide, span);
      gl.uniform1f(at.span, span);
      gl.drawArrays(gl.POINTS, 0, this.n);
    }
  }

  isDrawn() { return true; }

  end() { this.gl.getExtension("WEBGL_lose_context")?.loseContext(); this.canvas.remove(); }
}

// Without WebGL: every so manieth point, as the ends of lines of no length, which keep their width.
class Sample {
  constructor(host, x, y) {
    this.n = x.length;
    this.step = Math.max(1, Math.ceil(x.length / SAMPLE));
    this.states = new Uint8Array(x.length).fill(SHOWN);
    this.colours = new Uint8Array(4 * x.length);
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("aria-hidden", "true");
    this.svg.classList.add("tl-map-sample");
    this.group = this.svg.appendChild(document.createElementNS(SVG, "g"));
    this.marks = [];
    for (let i = 0; i < x.length; i += this.step) {
      const mark = this.group.appendChild(document.createElementNS(SVG, "path"));
      mark.setAttribute("d", `M${x[i]} ${-y[i]}h0`);
      this.marks.push(mark);
    }
    this.drawn = this.marks.length;
    host.prepend(this.svg);
  }

  update() {
    this.marks.forEach((mark, at) => {
      const i = at * this.step;
      const [red, green, blue] = this.colours.subarray(4 * i, 4 * i + 3);
      mark.setAttribute("class", ["tl-faded", "", "tl-chosen"][this.states[i]]);
      mark.style.stroke = this.states[i] === FADED ? "" : `rgb(${red} ${green} ${blue})`;
    });
  }

  resize() {}

  draw(view, wide) {
    this.group.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    this.group.style.strokeWidth = `${wide + 1}px`;
  }

  isDrawn(i) { return i % this.step === 0; }

  end() { this.svg.remove(); }
}
