// The drawing surface and its tools, for the demo's page and for the one that opens in Telegram.
// Strokes are kept as points, so that they can be undone and inverted.

const PAPER_AND_INK = { light: ["#ffffff", "#16181d"], dark: ["#16181d", "#ffffff"] };
const WIDTH = 960;
const TALLEST = 2 * WIDTH;
const ICONS = {
  invert: ["M3.5 7A3.5 3.5 0 0 1 7 3.5h10A3.5 3.5 0 0 1 20.5 7v10a3.5 3.5 0 0 1-3.5 3.5H7A3.5 3.5 0 0 1 3.5 17z", "M3.5 7A3.5 3.5 0 0 1 7 3.5h10L3.5 17z"],
  undo: ["M8.5 5 4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11H9"],
  clear: ["M4.5 6.5h15M9 6V4h6v2M6.5 6.5l.9 13h9.2l.9-13M10.3 10.5v5.5M13.7 10.5v5.5"],
};

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function icon([outline, filled]) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const [shape, name] of [[outline, "line"], [filled, ""]]) {
    if (!shape) continue;
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", shape);
    path.setAttribute("class", name);
    svg.append(path);
  }
  return svg;
}

// Puts surface and tools into `place`. `words` has a text for each of them; `keys` is where keys
// are heard; `changed(empty)` is called when something was drawn or taken away, `send()` at Enter.
export function surface(place, words, { keys, changed, send }) {
  const canvas = make("canvas", { id: "canvas", width: WIDTH, height: 600, role: "img", "aria-label": words.surface });
  const pen = make("input", { id: "pen", type: "range", min: 4, max: 60, value: 22, "aria-label": words.width });
  const dot = make("span", { id: "pen-dot", "aria-hidden": "true" });
  const tool = (id, extra) => make("button", { id, type: "button", class: "icon", "aria-label": words[id], ...extra }, icon(ICONS[id]));
  const invert = tool("invert", { "aria-pressed": "false" }), undo = tool("undo"), clear = tool("clear");
  place.append(canvas, make("div", { class: "tools", role: "toolbar", "aria-label": words.tools },
    make("label", { class: "width" }, words.pen, pen, dot), invert, undo, clear));
  const brush = canvas.getContext("2d");
  let strokes = [];
  let ground = "light";

  function paint() {
    const [paper, ink] = PAPER_AND_INK[ground];
    brush.fillStyle = paper;
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.strokeStyle = brush.fillStyle = ink;
    brush.lineCap = brush.lineJoin = "round";
    for (const { width, points } of strokes) {
      brush.lineWidth = width;
      brush.beginPath();
      const [first] = points;
      brush.moveTo(first.x, first.y);
      // Through the middles of the segments, bent by the points: smooth, and true to the hand.
      for (let i = 1; i < points.length - 1; i++) {
        const middle = { x: (points[i].x + points[i + 1].x) / 2, y: (points[i].y + points[i + 1].y) / 2 };
        brush.quadraticCurveTo(points[i].x, points[i].y, middle.x, middle.y);
      }
      // Canvas leaves lines of no length out: a tap is a dot all the same.
      const last = points[points.length - 1]; // phones of 2021 do not know `at`
      brush.lineTo(last.x + 0.01, last.y);
      brush.stroke();
    }
    const none = strokes.length === 0;
    undo.disabled = clear.disabled = none;
    changed(none);
  }

  // The page decides on the shape, so that a stroke keeps its own.
  function fit() {
    if (!canvas.clientWidth) return;
    canvas.height = Math.min(TALLEST, Math.round((WIDTH * canvas.clientHeight) / canvas.clientWidth));
    shrink();
    paint();
  }

  // Turning a phone makes the surface less high: nothing that was drawn may be cut off by that.
  function shrink() {
    let lowest = 0;
    for (const { width, points } of strokes) for (const { y } of points) lowest = Math.max(lowest, y + width / 2);
    if (lowest <= canvas.height) return;
    const part = (0.95 * canvas.height) / lowest; // what touches the edge looks cut off
    for (const stroke of strokes) {
      stroke.width *= part;
      for (const point of stroke.points) { point.x *= part; point.y *= part; }
    }
  }

  function spot(event) {
    const box = canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) * canvas.width) / box.width,
      y: ((event.clientY - box.top) * canvas.height) / box.height,
    };
  }

  const focus = () => pen.focus({ preventScroll: true });
  let drawn = null;
  canvas.addEventListener("pointerdown", (event) => {
    // The hand that holds a pen often touches first.
    const palm = event.pointerType === "pen" && drawn?.touch;
    if ((drawn && !palm) || event.button !== 0) return;
    event.preventDefault();
    focus(); // else Enter would press the button that was clicked before
    canvas.setPointerCapture(event.pointerId);
    if (palm) strokes.pop();
    drawn = { id: event.pointerId, touch: event.pointerType === "touch", width: Number(pen.value), points: [spot(event)] };
    strokes.push(drawn);
    paint();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawn?.id) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) drawn.points.push(spot(each));
    paint();
  });
  const lift = (event) => { if (event.pointerId === drawn?.id) drawn = null; };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  const back = () => { strokes.pop(); drawn = null; paint(); };
  const empty = () => { strokes = []; drawn = null; paint(); };
  undo.addEventListener("click", back);
  clear.addEventListener("click", empty);
  keys.addEventListener("keydown", (event) => {
    const elsewhere = event.target.closest?.("button");
    if (event.key === "Enter" && !event.repeat && !elsewhere && strokes.length) { event.preventDefault(); send(); }
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); back(); }
  });
  invert.addEventListener("click", () => {
    ground = ground === "light" ? "dark" : "light";
    invert.setAttribute("aria-pressed", String(ground === "dark"));
    paint();
  });
  const showPen = () => dot.style.setProperty("--pen", `${Number(pen.value) / 2}px`);
  pen.addEventListener("input", showPen);
  new ResizeObserver(fit).observe(canvas);
  showPen();
  paint();

  return {
    clear: empty,
    focus,
    picture: () => new Promise((done) => canvas.toBlob(done, "image/png")),
  };
}
