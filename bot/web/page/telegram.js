// Telegram's app around the page: whom it vouches for, its colours, and what it is asked to do.
//
// Telegram's own script is loaded beside, and used once it is there. Where telegram.org cannot be
// reached, though Telegram can, the page works by what the app puts into its address.

const given = new URLSearchParams(location.hash.slice(1));
const script = document.getElementById("telegram");
const app = () => window.Telegram?.WebApp;

// What a method of Telegram's script tells the app.
const EVENTS = {
  ready: ["web_app_ready", {}],
  expand: ["web_app_expand", {}],
  close: ["web_app_close", {}],
  disableVerticalSwipes: ["web_app_setup_swipe_behavior", { allow_vertical_swipe: false }],
  enableClosingConfirmation: ["web_app_setup_closing_behavior", { need_confirmation: true }],
  disableClosingConfirmation: ["web_app_setup_closing_behavior", { need_confirmation: false }],
};

export const session = () => app()?.initData || given.get("tgWebAppData") || "";

export function ask(method) {
  if (app()) app()[method]?.();
  else window.TelegramWebviewProxy?.postEvent(EVENTS[method][0], JSON.stringify(EVENTS[method][1]));
}

// Tells the app that the page is there: at once, and once more when Telegram's script is.
export function begin(dress) {
  const open = () => {
    for (const method of ["ready", "expand", "disableVerticalSwipes"]) ask(method);
    dress(app()?.themeParams ?? JSON.parse(given.get("tgWebAppThemeParams") ?? "{}"));
    app()?.onEvent("themeChanged", () => dress(app().themeParams));
  };
  if (!app()) script.addEventListener("load", open);
  open();
}
