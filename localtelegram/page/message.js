// Draws one message as Telegram shows it. Texts reach the page as text nodes only, never as HTML.

export function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// What people and the bot say: from left to right, or from right to left, as its words are.
export function said(tag, className, ...children) {
  const node = make(tag, className, ...children);
  node.dir = "auto";
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  svg.setAttribute("aria-hidden", "true");
  return svg;
}

// Characters of one width that a line has room for on a phone; longer ones are broken.
const MOST_COLUMNS = 32;
const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", blockquote: "blockquote",
  expandable_blockquote: "blockquote", code: "code", pre: "pre",
};

// They say which way what is between them runs, and are not seen.
const BEFORE = /^[\u200e\u200f\u2066-\u2069]*$/, AFTER = /^[\u200e\u200f\u2066-\u2069]*(\n|$)/;

// Entities count in UTF-16 code units, as JavaScript's strings do. They nest: outer ones first.
export function formatted(text, entities = [], from = 0, to = text.length) {
  const parts = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    parts.push(text.slice(at, entity.offset));
    const inner = entities.slice(i + 1).filter((e) => e.offset < end);
    const node = dressed(entity, text.slice(entity.offset, end), formatted(text, inner, entity.offset, end));
    parts.push(node);
    const block = ["PRE", "BLOCKQUOTE"].includes(node.tagName);
    const lineEnds = end === text.length || text[end] === "\n";
    // A number alone on the first line is what the message is about.
    if (BEFORE.test(text.slice(0, entity.offset)) && AFTER.test(text.slice(end))) node.classList.add("lead");
    at = block && lineEnds ? Math.min(end + 1, to) : end;
  }
  parts.push(text.slice(at, to));
  return parts.filter((part) => part !== "");
}

function dressed(entity, plain, children) {
  if (entity.type === "bot_command") {
    const button = make("button", "link", plain);
    button.dataset.command = plain;
    button.dir = "ltr";
    return button;
  }
  if (entity.type === "url" || entity.type === "text_link") {
    const link = make("a", "link", ...children);
    const url = entity.url ?? plain;
    link.href = /^https?:\/\//.test(url) ? url : `https://${url}`;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }
  if (entity.type === "spoiler") {
    const button = make("button", "spoiler", ...children);
    button.setAttribute("aria-label", "Spoiler, press to show");
    return button;
  }
  if (entity.type === "mention") return make("span", "link", ...children);
  const tag = TAGS[entity.type];
  if (!tag) return make("span", "", ...children);
  const node = make(tag, "", ...children);
  if (tag === "pre") {
    const longest = Math.max(...plain.split("\n").map((line) => [...line].length));
    node.style.setProperty("--columns", Math.min(longest, MOST_COLUMNS));
  }
  if (tag === "code" || tag === "pre") {
    node.dir = "ltr";
    node.tabIndex = 0;
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", `${plain}, press to copy`);
    node.title = "Copy";
    node.dataset.copy = plain;
  }
  return node;
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

export function summary(message) {
  if (message.text) return message.text;
  const what = message.photo ? "Photo" : message.document ? message.document.file_name || "File"
    : message.sticker ? "Sticker" : message.voice ? "Voice message" : "Message";
  return message.caption ? `${what}, ${message.caption}` : what;
}

const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat([], { day: "numeric", month: "long" });
export const timeOf = (message) => clock.format(message.date * 1000);
export const dayOf = (message) =>
  new Date().toDateString() === new Date(message.date * 1000).toDateString()
    ? "Today" : day.format(message.date * 1000);

const address = (file) => `/demo/file/${encodeURIComponent(file.file_id)}`;

export function photo(message) {
  const sizes = message.photo;
  const shown = sizes.find((s) => Math.max(s.width, s.height) >= 640) ?? sizes.at(-1);
  const image = make("img");
  image.src = address(shown);
  image.width = shown.width;
  image.height = shown.height;
  image.alt = message.caption || "Photo";
  const button = make("button", "photo", image);
  button.dataset.view = address(sizes.at(-1));
  button.dataset.part = message.message_id;
  button.setAttribute("aria-label", "Show the picture large");
  // What a chat shows: tall and wide pictures keep their shape, within bounds.
  const ratio = Math.min(Math.max(shown.width / shown.height, 0.6), 2.4);
  button.style.setProperty("--ratio", ratio);
  button.style.setProperty("--wide", `${Math.min(shown.width, 380, 400 * ratio)}px`);
  return button;
}

function attachment(message) {
  const file = message.document;
  const thumb = make("span", "thumb", icon("file"));
  if ((file.mime_type ?? "").startsWith("image/") && file.file_size < 20 * 2 ** 20) {
    const image = make("img");
    image.alt = "";
    image.addEventListener("load", () => thumb.replaceChildren(image), { once: true });
    image.src = address(file);
  }
  const name = said("strong", "", file.file_name || "File");
  const link = make("a", "document", thumb, make("span", "about", name, make("span", "", size(file.file_size))));
  link.href = address(file);
  link.download = file.file_name || "file";
  return link;
}

function quoted(message, me) {
  const from = message.from.id === me ? "You" : message.from.first_name;
  const small = message.photo?.[0];
  const image = small && make("img");
  if (image) { image.src = address(small); image.alt = ""; }
  const button = make("button", "quote", image, make("span", "lines", make("strong", "", from), said("span", "", summary(message))));
  button.dataset.goto = message.message_id;
  button.setAttribute("aria-label", `In reply to ${from}: ${summary(message)}`);
  return button;
}

function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const box = make("div", "keyboard");
  rows.forEach((row, r) => {
    const line = make("div", "row");
    row.forEach((key, c) => {
      const button = said(key.url ? "a" : "button", key.style ? `key ${key.style}` : "key", key.text);
      if (key.url) { button.href = key.url; button.target = "_blank"; button.rel = "noopener noreferrer"; }
      else if (key.copy_text) button.dataset.copy = key.copy_text.text;
      else Object.assign(button.dataset, { press: message.message_id, row: r, column: c });
      line.append(button);
    });
    box.append(line);
  });
  return box;
}

// `me` is the id of who looks; `named` whether senders' names are shown, as in groups.
export function draw(message, me, named) {
  const own = message.from.id === me;
  const item = make("li", own ? "message own" : "message");
  item.id = `m${message.message_id}`;
  item.dataset.id = message.message_id;
  if (message.media_group_id) item.dataset.album = message.media_group_id;
  const bubble = make("div", "bubble");
  if (named && !own) {
    const name = said("strong", "name", message.from.first_name);
    name.dataset.hue = message.from.id % 6;
    bubble.append(name);
  }
  if (message.reply_to_message) bubble.append(quoted(message.reply_to_message, me));
  if (message.photo) bubble.append(make("div", "photos", photo(message)));
  if (message.document) bubble.append(attachment(message));
  if (message.sticker) {
    const image = make("img", "sticker");
    image.src = address(message.sticker);
    image.alt = "Sticker";
    bubble.append(image);
  }
  if (message.voice) bubble.append(make("p", "text", "🎤 Voice message"));
  const text = message.text ?? message.caption;
  const time = make("bdi", "", `${message.edit_date ? "edited " : ""}${timeOf(message)}`);
  time.dir = "ltr";
  const meta = make("span", "meta", time);
  if (text) {
    bubble.append(said("div", "text", ...formatted(text, message.entities ?? message.caption_entities), meta));
  } else {
    meta.classList.add("over");
    bubble.append(meta);
  }
  bubble.classList.toggle("media", Boolean(message.photo || message.sticker));
  bubble.classList.toggle("bare", !text);
  const reply = make("button", "icon reply", icon("reply"));
  reply.dataset.reply = message.message_id;
  reply.setAttribute("aria-label", "Reply");
  item.append(make("div", "stack", bubble, keyboard(message)), reply);
  return item;
}
