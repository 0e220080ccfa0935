// The page on which somebody draws, inside Telegram: what is drawn goes to the bot.

import { surface } from "./canvas.js";
import { dress } from "./colours.js";
import { ask, begin, session } from "./telegram.js";

const $ = (id) => document.getElementById(id);
const PATIENCE_MS = 30_000;
const words = JSON.parse(document.body.dataset.words);
const button = $("send");
let sending = false, sent = false, empty = true;

function say(text, trouble = false) {
  $("status").textContent = text;
  $("status").classList.toggle("trouble", trouble);
}

function show() {
  button.disabled = empty || sending || sent;
  button.textContent = sending ? words.sending : words.send;
}

function changed(none) {
  if (none === empty) return;
  empty = none;
  ask(empty ? "disableClosingConfirmation" : "enableClosingConfirmation");
  show();
}

// Why the drawing has not arrived, in words; `null` where it has.
async function post() {
  const gaveUp = new AbortController(); // phones of 2022 do not know `AbortSignal.timeout`
  const patience = setTimeout(() => gaveUp.abort(), PATIENCE_MS);
  try {
    const answer = await fetch("picture", {
      method: "POST",
      headers: { Authorization: `tma ${session()}`, "Content-Type": "image/png" },
      body: await drawing.picture(),
      signal: gaveUp.signal,
    });
    if (answer.ok) return null;
    return (await answer.json().catch(() => ({}))).error ?? words.unreachable;
  } catch {
    return navigator.onLine ? words.unreachable : words.offline;
  } finally {
    clearTimeout(patience);
  }
}

async function send() {
  if (sending || sent || empty) return;
  sending = true;
  say(words.sending);
  show();
  const trouble = await post();
  sending = false;
  sent = trouble === null;
  say(trouble ?? words.sent, !sent);
  show();
  if (sent) {
    ask("disableClosingConfirmation");
    ask("close");
  }
}

const drawing = surface($("surface"), words, { keys: document, changed, send });
button.addEventListener("click", send);
begin(dress);
if (!session()) say(words.outside, true);
