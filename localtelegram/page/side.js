// The column beside the conversation: chats, and who one is.

import { make, said, summary, timeOf } from "./message.js";

const ACTIONS = { typing: "typing", upload_photo: "sending a photo", upload_document: "sending a file" };
const ROLES = ["Admin", "Guest"];

export const actionText = (action) => `${ACTIONS[action] ?? "busy"}…`;

// Puts new nodes in the place of old ones; the keyboard's focus stays on the same place.
function refill(box, nodes, selector) {
  const at = [...box.querySelectorAll(selector)].indexOf(document.activeElement);
  box.replaceChildren(...nodes);
  if (at >= 0) box.querySelectorAll(selector)[at]?.focus();
}

export function showPeople(people, me, choose) {
  refill(document.getElementById("people"), people.map((person, i) => {
    const input = make("input");
    Object.assign(input, { type: "radio", name: "me", value: person.id, checked: person.id === me });
    input.addEventListener("change", () => choose(person.id));
    return make("label", "", input, make("span", "", ROLES[i] ?? person.first_name));
  }), "input");
}

export function avatar(chat) {
  const node = make("span", "avatar");
  if (chat.type === "private") {
    const image = make("img");
    image.src = "/page/icon.svg";
    image.alt = "";
    node.append(image);
  } else node.append([...chat.title][0]);
  return node;
}

export function showChats(chats, open, me, choose) {
  refill(document.getElementById("chats"), chats.map((chat) => {
    const last = [...chat.messages.values()].at(-1);
    const own = last?.from.id === me ? "You: " : "";
    const line = chat.action ? actionText(chat.action) : last ? own + summary(last) : "No messages yet";
    const badge = chat.unread ? make("span", "badge", String(chat.unread)) : null;
    badge?.setAttribute("aria-label", `${chat.unread} unread`);
    const top = make("span", "top", said("strong", "", chat.title), make("time", "", last ? timeOf(last) : ""));
    const bottom = make("span", "bottom", said("span", chat.action ? "acting" : "", line), badge);
    const button = make("button", "", avatar(chat), make("span", "lines", top, bottom));
    button.setAttribute("aria-current", String(chat.id === open));
    button.addEventListener("click", () => choose(chat.id));
    return make("li", "", button);
  }), "button");
}
