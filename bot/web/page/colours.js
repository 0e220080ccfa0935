// The colours that somebody has chosen for Telegram, as far as they can be read.

const READABLE = 4.5; // WCAG 2.2, contrast of text
const HEX = /^#[0-9a-f]{6}$/i;

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const strongest = (grounds) => ["#000000", "#ffffff"]
  .map((colour) => [Math.min(...grounds.map((ground) => contrast(colour, ground))), colour]).sort((a, b) => a[0] - b[0])[1][1];
const readable = (colour, ...grounds) => grounds.every((ground) => contrast(colour, ground) >= READABLE) ? colour : strongest(grounds);

// Sets the page's colours by Telegram's `themeParams`; what it does not name stays as it is.
export function dress(theme) {
  const named = (name, otherwise) => (HEX.test(theme[name]) ? theme[name] : otherwise);
  const panel = named("bg_color");
  if (!panel) return;
  const dark = contrast(panel, "#ffffff") > contrast(panel, "#000000");
  const text = readable(named("text_color", "#000000"), panel);
  const fill = named("button_color", named("link_color", text));
  const colours = {
    panel, text, fill,
    soft: readable(named("hint_color", text), panel),
    accent: readable(named("link_color", text), panel),
    danger: readable(named("destructive_text_color", "#c7362d"), panel),
    "accent-text": readable(named("button_text_color", "#ffffff"), fill),
    hover: named("secondary_bg_color", panel),
    line: named("section_separator_color", dark ? "#444444" : "#cccccc"),
  };
  const root = document.documentElement.style;
  for (const [name, colour] of Object.entries(colours)) root.setProperty(`--${name}`, colour);
  root.colorScheme = dark ? "dark" : "light";
}
