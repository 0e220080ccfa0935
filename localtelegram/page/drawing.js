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
  let empty = true, sending = false;
  const show = () => { photo.disabled = file.disabled = empty || sending; };
  const changed = (none) => { empty = none; show(); };
  const drawn = surface($("surface"), WORDS, { keys: dialog, changed, send: () => finish("photo") });

  // Once, however often it is pressed; what could not be sent is still there to be sent again.
  async function finish(as) {
    if (sending) return;
    sending = true;
    show();
    const blob = await drawn.picture();
    const sent = await send([new File([blob], "drawing.png", { type: "image/png" })], as, "");
    sending = false;
    if (sent) { dialog.close(); drawn.clear(); }
    show();
  }
  photo.addEventListener("click", () => finish("photo"));
  file.addEventListener("click", () => finish("file"));
  for (const opener of document.querySelectorAll("[data-draw]")) {
    opener.addEventListener("click", () => { dialog.showModal(); drawn.focus(); });
  }
}
