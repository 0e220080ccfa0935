// What a person writes, picks, drops and pastes.

import { make, said, size, summary } from "./message.js";

const $ = (id) => document.getElementById(id);
const MAX_ALBUM = 10;
const DOWNLOAD_LIMIT = 20 * 2 ** 20;

function popup(button, list) {
  const show = (open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  document.addEventListener("click", (event) => {
    if (!list.contains(event.target) && !button.contains(event.target)) show(false);
  });
  list.addEventListener("keydown", (event) => {
    const items = [...list.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); items.at((at + step) % items.length).focus(); }
    if (event.key === "Escape") { show(false); button.focus(); }
  });
  return show;
}

export function composer({ sendText, sendFiles, commands, ready, dropped }) {
  const text = $("text"), list = $("commands");
  const usual = text.placeholder;
  let replying = null;
  const replyTo = () => replying?.message.message_id ?? null;

  // Text
  function grow() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 180)}px`;
    $("send").disabled = text.value.trim() === "";
  }
  // A question of the bot may say what the field shows while it is empty.
  function quote(message, placeholder = "", asked = false) {
    replying = message ? { message, placeholder, asked } : null;
    text.placeholder = placeholder || usual;
    $("quoting").hidden = !message;
    if (!message) return;
    $("quoting").querySelector("strong").textContent = message.from.first_name;
    $("quoting").querySelector("span").textContent = summary(message);
    text.focus();
  }
  $("quoting").querySelector("button").addEventListener("click", () => { dropped(); quote(null); text.focus(); });
  async function submit() {
    const value = text.value.trim();
    if (!value) return;
    text.value = "";
    grow();
    const reply = replyTo(), was = replying;
    quote(null);
    if (await sendText(value, reply)) return;
    text.value = value;
    grow();
    if (was) quote(was.message, was.placeholder, was.asked);
  }
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });

  // Commands
  const showCommands = popup($("menu"), list);
  let chosen = -1;
  function offer(prefix, wanted) {
    const fitting = commands().filter(({ command }) => command.startsWith(prefix));
    list.replaceChildren(...fitting.map(({ command, description }, i) => {
      const button = make("button", "", make("b", "", `/${command}`), said("span", "", description));
      button.type = "button";
      button.setAttribute("role", "option");
      button.id = `command-${i}`;
      button.addEventListener("click", () => { choose(false); text.value = ""; grow(); sendText(`/${command}`, replyTo()); quote(null); text.focus(); });
      const item = make("li", "", button);
      item.setAttribute("role", "none");
      return item;
    }));
    mark(-1);
    showCommands(wanted && fitting.length > 0);
  }
  const choose = (open) => showCommands(open);
  function mark(index) {
    const items = [...list.querySelectorAll("button")];
    chosen = items.length ? (index + items.length + (index < -1 ? 1 : 0)) % items.length : -1;
    if (index === -1) chosen = -1;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
    if (chosen >= 0) { items[chosen].scrollIntoView({ block: "nearest" }); text.setAttribute("aria-activedescendant", `command-${chosen}`); }
    else text.removeAttribute("aria-activedescendant");
  }
  $("menu").addEventListener("click", () => {
    const open = list.hidden;
    offer("", open);
    if (open) list.querySelector("button")?.focus();
  });
  text.addEventListener("input", () => {
    grow();
    offer(text.value.slice(1), /^\/\w*$/.test(text.value));
  });
  text.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!list.hidden && step) { event.preventDefault(); mark(chosen < 0 && step < 0 ? -2 : chosen + step); return; }
    if (!list.hidden && event.key === "Escape") { showCommands(false); return; }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!list.hidden && chosen >= 0) list.querySelectorAll("button")[chosen].click();
    else { showCommands(false); submit(); }
  });

  // Files
  const showAttach = popup($("clip"), $("attach"));
  $("clip").addEventListener("click", () => {
    showAttach($("attach").hidden);
    $("attach").querySelector("button").focus();
  });
  for (const button of $("attach").querySelectorAll("[data-pick]")) {
    button.addEventListener("click", () => { showAttach(false); $(`pick-${button.dataset.pick}`).click(); });
  }
  for (const kind of ["photo", "file", "camera"]) {
    $(`pick-${kind}`).addEventListener("change", (event) => {
      review([...event.target.files], kind === "file" ? "file" : "photo");
      event.target.value = "";
    });
  }

  let waiting = [];
  const dialog = $("sending");
  function review(files, as) {
    if (!files.length || !ready()) return;
    waiting = files;
    const pictures = files.every((file) => file.type.startsWith("image/"));
    for (const radio of dialog.querySelectorAll("[name=as]")) {
      radio.disabled = radio.value === "photo" && !pictures;
      radio.checked = radio.value === (pictures ? as : "file");
    }
    $("previews").replaceChildren(...files.map((file) => {
      const item = make("li");
      if (file.type.startsWith("image/")) {
        const image = make("img");
        image.alt = file.name;
        image.src = URL.createObjectURL(file);
        const release = () => URL.revokeObjectURL(image.src);
        image.addEventListener("load", release);
        image.addEventListener("error", () => {
          release();
          item.replaceChildren(make("span", "", file.name));
          const photo = dialog.querySelector("[name=as]:checked").value === "photo";
          if (waiting !== files || !photo || $("sending-note").textContent) return;
          $("sending-note").textContent = file.size === 0 ? `${file.name} is empty.`
            : `This browser cannot show ${file.name}: it may be damaged, or of a kind that only the bot knows. Such a file goes best as a file.`;
        });
        item.append(image);
      } else item.append(make("span", "", `${file.name}, ${size(file.size)}`));
      return item;
    }));
    const count = files.length;
    $("sending-title").textContent = count === 1 ? `Send a ${pictures ? "picture" : "file"}` : `Send ${count} ${pictures ? "pictures" : "files"}`;
    const large = files.some((file) => file.size > DOWNLOAD_LIMIT);
    $("sending-note").textContent = count > MAX_ALBUM ? `They go in albums of ${MAX_ALBUM}.`
      : large ? "Bots can't download more than 20 MB: this one will say so." : "";
    $("caption").value = "";
    if (!dialog.open) dialog.showModal();
    $("sending-send").focus();
  }
  dialog.querySelector("form").addEventListener("submit", async () => {
    const as = dialog.querySelector("[name=as]:checked").value;
    // A question of the bot asks for text: it waits until there is some.
    const caption = $("caption").value, reply = replying?.asked ? null : replyTo(), files = waiting;
    waiting = [];
    if (!replying?.asked) quote(null);
    for (let i = 0; i < files.length; i += MAX_ALBUM) {
      await sendFiles(files.slice(i, i + MAX_ALBUM), as, i ? "" : caption, reply);
    }
  });

  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || document.querySelector("dialog[open]:not(#sending)")) return;
    event.preventDefault();
    review(files, "photo");
  });

  // Drops: the overlay shows two places, a photo's and a file's.
  const drop = $("drop");
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const lower = () => { depth = 0; drop.hidden = true; };
  document.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth += 1;
    drop.hidden = false;
  });
  document.addEventListener("dragleave", (event) => { if (carriesFiles(event) && --depth <= 0) lower(); });
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const over = event.target.closest?.("[data-as]");
    for (const place of drop.children) place.classList.toggle("over", place === over);
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const as = event.target.closest?.("[data-as]")?.dataset.as ?? "photo";
    lower();
    review([...event.dataTransfer.files], as);
  });
  return { quote };
}
