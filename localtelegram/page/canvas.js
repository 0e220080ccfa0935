// The drawing surface: strokes are kept as points, so that they can be undone and inverted.

const $ = (id) => document.getElementById(id);
const COLOURS = { light: ["#ffffff", "#16181d"], dark: ["#16181d", "#ffffff"] };

export function drawing(send) {
  const dialog = $("drawing"), canvas = $("canvas"), pen = $("pen");
  const brush = canvas.getContext("2d");
  let strokes = [];
  let ground = "light";

  function paint() {
    const [paper, ink] = COLOURS[ground];
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
      brush.lineTo(points.at(-1).x + 0.01, points.at(-1).y);
      brush.stroke();
    }
    const none = strokes.length === 0;
    for (const id of ["undo", "clear", "drawing-file", "drawing-photo"]) $(id).disabled = none;
  }

  // The page decides on the shape, so that a stroke keeps its own.
  function fit() {
    canvas.height = Math.round((canvas.width * canvas.clientHeight) / canvas.clientWidth);
    paint();
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) * canvas.width) / box.width,
      y: ((event.clientY - box.top) * canvas.height) / box.height,
    };
  }

  let drawn = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (drawn || event.button !== 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawn = { id: event.pointerId, width: Number(pen.value), points: [place(event)] };
    strokes.push(drawn);
    paint();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawn?.id) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) drawn.points.push(place(each));
    paint();
  });
  const lift = (event) => { if (event.pointerId === drawn?.id) drawn = null; };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  const undo = () => { strokes.pop(); drawn = null; paint(); };
  const clear = () => { strokes = []; drawn = null; paint(); };
  $("undo").addEventListener("click", undo);
  $("clear").addEventListener("click", clear);
  dialog.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); undo(); }
  });
  $("invert").addEventListener("click", () => {
    ground = ground === "light" ? "dark" : "light";
    $("invert").setAttribute("aria-pressed", String(ground === "dark"));
    paint();
  });
  const showPen = () => $("pen-dot").style.setProperty("--pen", `${Number(pen.value) / 2}px`);
  pen.addEventListener("input", showPen);

  async function finish(as) {
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    dialog.close();
    clear();
    await send([new File([blob], "drawing.png", { type: "image/png" })], as, "");
  }
  $("drawing-photo").addEventListener("click", () => finish("photo"));
  $("drawing-file").addEventListener("click", () => finish("file"));
  for (const opener of document.querySelectorAll("[data-draw]")) {
    opener.addEventListener("click", () => { dialog.showModal(); fit(); pen.focus({ preventScroll: true }); });
  }
  addEventListener("resize", () => { if (dialog.open) fit(); });
  showPen();
  paint();
}
