// The chat: takes events from the server, keeps what it shows in step, sends what is done.

import { composer } from "./composer.js";
import { drawing } from "./drawing.js";
import { dayOf, draw, make, photo } from "./message.js";
import { answered, press } from "./presses.js";
import { actionText, avatar, showChats, showPeople } from "./side.js";
import { announce, copy, post, reduced } from "./tools.js";

const $ = (id) => document.getElementById(id);
const ACTION_SECONDS = 5;
const RETRY_SECONDS = 3;

let me = Number(localStorage.getItem("me")) || 0;
const ABOUT = "It reads handwritten digits. Draw one here, drop a photo, or paste a picture.";
let people = [], bot = null, source = null, open = Number(localStorage.getItem("chat")) || 0;
const chats = new Map();
const writing = composer({
  sendText, sendFiles,
  commands: () => current()?.commands ?? [], ready: () => Boolean(current()), dropped,
});
drawing(sendFiles);

const current = () => chats.get(open);

// ---- Server

function connect() {
  source?.close();
  source = new EventSource(me ? `/demo/events?me=${me}` : "/demo/events");
  source.onmessage = ({ data }) => receive(JSON.parse(data));
  source.onerror = () => {
    status("connecting…");
    // After a refusal the browser does not try again by itself.
    if (source.readyState === EventSource.CLOSED) { me = 0; setTimeout(connect, 1000 * RETRY_SECONDS); }
  };
}

async function sendText(text, reply) {
  return post("/demo/text", { me, chat: open, text, reply_to: reply ?? null });
}

async function sendFiles(files, as, caption, reply) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ me, chat: open, as, caption })) form.append(name, value);
  if (reply) form.append("reply_to", reply);
  for (const file of files) form.append("file", file, file.name);
  return post("/demo/files", form, announce);
}

function receive(event) {
  const chat = chats.get(event.chat);
  const seen = event.chat === open;
  if (event.event === "state") begin(event);
  else if (event.event === "message") {
    chat.messages.set(event.message.message_id, event.message);
    if (event.message.from.id === bot.id) act(chat, null);
    if (event.message.from.id === me && event.message.reply_to_message?.message_id === chat.asked?.message_id) chat.asked = null;
    if (seen) add(event.message, true);
    else { chat.unread += event.message.from.id === me ? 0 : 1; }
    list();
  } else if (event.event === "edited") {
    chat.messages.set(event.message.message_id, event.message);
    if (seen) replace(event.message);
    list();
  } else if (event.event === "deleted") {
    chat.messages.delete(event.message_id);
    if (seen) remove(event.message_id);
    list();
  } else if (event.event === "asked") {
    chat.asked = event.question;
    if (seen) ask(chat);
  } else if (event.event === "action") act(chat, event.action);
  else if (event.event === "commands") chat.commands = event.commands;
  else if (event.event === "answer") { if (event.user_id === me) answered(event); }
}

function begin(state) {
  me = state.me;
  bot = state.bot;
  people = state.users;
  localStorage.setItem("me", me);
  chats.clear();
  for (const chat of state.chats) {
    const messages = new Map(chat.messages.map((message) => [message.message_id, message]));
    chats.set(chat.id, { ...chat, messages, unread: 0, action: null });
  }
  if (!chats.has(open)) open = state.chats[0].id;
  showPeople(people, me, (id) => { me = id; open = 0; $("start").disabled = true; connect(); });
  show(open);
}

// ---- Chats and people

function list() {
  showChats([...chats.values()], open, me, (id) => { show(id); document.querySelector(".app").dataset.shown = "chat"; });
}

function show(id) {
  open = id;
  localStorage.setItem("chat", id);
  const chat = current();
  chat.unread = 0;
  $("title").textContent = chat.title;
  $("face").replaceChildren(...avatar(chat).childNodes);
  $("log").replaceChildren();
  delete $("log").dataset.day;
  for (const message of chat.messages.values()) add(message, false);
  empty();
  act(chat, chat.action);
  list();
  ask(chat);
  bottom();
}

// A question of the bot that waits for a reply: the field is for it, and it is in view.
function ask({ asked, messages }) {
  const question = messages.get(asked?.message_id);
  writing.quote(question, asked?.placeholder, true);
  if (question) bottom();
}

function dropped() {
  const chat = current();
  if (chat.asked) post("/demo/put-away", { me, chat: chat.id, message_id: chat.asked.message_id });
  chat.asked = null;
}

function empty() {
  const chat = current(), group = chat.type !== "private";
  $("empty").hidden = chat.messages.size > 0;
  Object.assign($("start"), { hidden: group, disabled: false });
  $("empty").querySelector("[data-draw]").hidden = group;
  $("description").textContent = group
    ? `In a group it keeps quiet until it is meant: write @${bot.username} under a picture, or reply to a picture with /read.`
    : ABOUT;
}

const status = (text) => { $("status").textContent = text; };

function act(chat, action) {
  clearTimeout(chat.timer);
  chat.action = action;
  if (action) chat.timer = setTimeout(() => act(chat, null), 1000 * ACTION_SECONDS);
  if (chat.id === open) {
    $("status").classList.toggle("acting", Boolean(action));
    status(action ? actionText(action) : chat.type === "private" ? "bot" : `${people.length + 1} members`);
  }
  list();
}

// ---- Messages

// Whether the newest message is in view; then it stays so when more arrives.
let pinned = true;
const near = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 80;

function bottom() {
  pinned = true;
  $("scroll").scrollTop = $("scroll").scrollHeight;
}

function add(message, arriving) {
  const log = $("log");
  const last = log.lastElementChild;
  const date = dayOf(message);
  if (log.dataset.day !== date) {
    log.append(make("li", "day", make("span", "", date)));
    log.dataset.day = date;
  }
  if (message.media_group_id && last?.dataset.album === message.media_group_id && message.photo) {
    last.querySelector(".photos").append(photo(message));
    last.querySelector(".photos").dataset.count = last.querySelectorAll(".photo").length;
  } else {
    const item = draw(message, me, current().type !== "private");
    if (last?.classList.contains("message") && last.classList.contains("own") === item.classList.contains("own")) last.classList.add("joined");
    if (arriving && !reduced()) item.classList.add("arriving");
    log.append(item);
  }
  empty();
  if (arriving && (pinned || message.from.id === me)) bottom();
}

function replace(message) {
  const old = document.getElementById(`m${message.message_id}`);
  if (!old || message.media_group_id) { show(open); return; }
  const item = draw(message, me, current().type !== "private");
  item.classList.toggle("joined", old.classList.contains("joined"));
  const focused = old.contains(document.activeElement);
  old.replaceWith(item);
  if (focused) item.querySelector("button, a")?.focus();
  if (pinned) bottom();
}

function remove(id) {
  const item = document.getElementById(`m${id}`);
  if (!item || item.dataset.album) { show(open); return; }
  const gone = () => { item.remove(); empty(); };
  if (reduced()) gone();
  else { item.classList.add("leaving"); item.addEventListener("animationend", gone, { once: true }); }
}

// ---- What is pressed

$("log").addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const key = at("[data-press]"), copied = at("[data-copy]"), command = at("[data-command]");
  const view = at("[data-view]"), quote = at("[data-goto]"), reply = at("[data-reply]"), spoiler = at(".spoiler");
  if (key) press(key, { me, chat: open });
  else if (copied) copy(copied.dataset.copy);
  else if (command) sendText(command.dataset.command);
  else if (view) { $("viewer").querySelector("img").src = view.dataset.view; $("viewer").showModal(); }
  else if (reply) writing.quote(current().messages.get(Number(reply.dataset.reply)));
  else if (spoiler) spoiler.classList.add("shown");
  else if (quote) {
    const target = document.getElementById(`m${quote.dataset.goto}`);
    target?.scrollIntoView({ block: "center", behavior: reduced() ? "instant" : "smooth" });
    target?.classList.add("found");
    setTimeout(() => target?.classList.remove("found"), 1500);
  }
});
$("log").addEventListener("keydown", (event) => {
  const copied = event.target.closest("[role=button][data-copy]");
  if (copied && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); copy(copied.dataset.copy); }
});
$("start").addEventListener("click", () => sendText("/start"));
$("back").addEventListener("click", () => { document.querySelector(".app").dataset.shown = "chats"; });
$("jump").addEventListener("click", bottom);
$("scroll").addEventListener("scroll", () => { pinned = near(); $("jump").hidden = pinned; }, { passive: true });
new ResizeObserver(() => { if (pinned) bottom(); }).observe($("scroll"));

connect();
