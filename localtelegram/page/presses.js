// Buttons under messages: pressed, and busy until the bot answers.

import { announce, post, toast } from "./tools.js";

const ANSWER_SECONDS = 20;

const busy = new Map();
// Answers that came before the server said which press they are of.
const early = new Set();

export async function press(button, where) {
  button.setAttribute("aria-busy", "true");
  const { press: message_id, row, column } = button.dataset;
  const result = await post("/demo/press", { ...where, message_id, row, column });
  const done = () => { button.removeAttribute("aria-busy"); busy.delete(result?.query_id); };
  if (!result || early.delete(result.query_id)) { done(); return; }
  busy.set(result.query_id, done);
  setTimeout(done, 1000 * ANSWER_SECONDS);
}

export function answered(event) {
  if (busy.has(event.query_id)) busy.get(event.query_id)();
  else early.add(event.query_id);
  if (!event.text) return;
  if (event.alert) announce(event.text);
  else toast(event.text);
}
