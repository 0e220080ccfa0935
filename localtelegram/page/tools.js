// What any part of the page may need: requests, notes, the clipboard, dialogs, the theme.

import { said } from "./message.js";

export const reduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export async function post(path, body, complain = toast) {
  const json = !(body instanceof FormData);
  try {
    const answer = await fetch(path, {
      method: "POST",
      body: json ? JSON.stringify(body) : body,
      headers: json ? { "Content-Type": "application/json" } : {},
    });
    const result = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(result.error ?? `The server answered ${answer.status}.`);
    return result;
  } catch (error) {
    complain(error instanceof TypeError ? "The demo does not answer. Is it still running?" : error.message);
    return null;
  }
}

export async function copy(text) {
  try { await navigator.clipboard.writeText(text); toast("Copied"); }
  catch { toast("This browser does not let a page copy."); }
}

// Stays until it is put away.
export function announce(text) {
  const dialog = document.getElementById("alert");
  document.getElementById("alert-text").textContent = text;
  if (!dialog.open) dialog.showModal();
}

export function toast(text) {
  const note = said("p", "toast", text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), 3500);
}

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    // A stroke may end outside of the canvas: that is no click beside the dialog.
    const beside = event.target === dialog && dialog.id !== "drawing";
    if (beside || event.target.closest("[data-close]") || dialog.id === "viewer") dialog.close();
  });
}

function theme(choice) {
  if (choice) document.documentElement.dataset.theme = choice;
}
theme(localStorage.getItem("theme"));
for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    localStorage.setItem("theme", dark ? "light" : "dark");
    theme(localStorage.getItem("theme"));
  });
}
