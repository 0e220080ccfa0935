// The dialog in which a digit is drawn.

import { surface } from "./canvas.js";

const $ = (id) => document.getElementById(id);
const WORDS = {
  surface: "Drawing surface. Draw with the mouse, a pen or a finger.",
  tools: "Drawing tools", pen: "Pen", width: "Width of the pen",
  invert: "Light on dark", undo: "Undo", clear: "Clear",
};

export function drawing(send) {
  const dialog = $("drawing"), photo = $("drawing-photo"), file = $("drawing-file");
  const changed = (empty) => { photo.disabled = file.disabled = empty; };
  const drawn = surface($("surface"), WORDS, { keys: dialog, changed, send: () => finish("photo") });

  async function finish(as) {
    const blob = await drawn.picture();
    dialog.close();
    drawn.clear();
    await send([new File([blob], "drawing.png", { type: "image/png" })], as, "");
  }
  photo.addEventListener("click", () => finish("photo"));
  file.addEventListener("click", () => finish("file"));
  for (const opener of document.querySelectorAll("[data-draw]")) {
    opener.addEventListener("click", () => { dialog.showModal(); drawn.focus(); });
  }
}
