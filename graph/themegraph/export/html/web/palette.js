// Colours of the drawing, by the system's light or dark. Okabe and Ito's, told apart by colour-blind readers.

const LIGHT = {
  paper: "#ffffff",
  ink: "#1b1f24",
  quiet: "#5c6570",
  company: "#0072B2",
  theme: "#E69F00",
  themeInk: "#4a3200",
  themePaper: "#fff3d6",
  mark: "#c2185b",
  voices: "#3fa3dc",
  drives: "#0063a0",
  hurt_by: "#D55E00",
  benefits_from: "#008f68",
  exposed_to: "#8d949c",
  broader: "#d9c79a",
};
const DARK = {
  paper: "#14181d",
  ink: "#eef1f4",
  quiet: "#a3adb8",
  company: "#4aa8e0",
  theme: "#f0b030",
  themeInk: "#ffe2a0",
  themePaper: "#3a2e12",
  mark: "#ff7fb0",
  voices: "#7fc8f2",
  drives: "#3d9ad8",
  hurt_by: "#f08040",
  benefits_from: "#2fc49a",
  exposed_to: "#8a929b",
  broader: "#5b5136",
};

// Roles differ in line, too, not in colour alone.
export const DASHES = { voices: [2, 4], drives: false, hurt_by: [9, 5], benefits_from: false, exposed_to: [1, 3], broader: [1, 5] };
const query = window.matchMedia("(prefers-color-scheme: dark)");

/** The colours that hold now. */
export function palette() {
  return query.matches ? DARK : LIGHT;
}

/** The colours of a light page: for pictures that are taken away. */
export function lightPalette() {
  return LIGHT;
}

/** Calls a function whenever the system turns light or dark. */
export function onSchemeChange(listener) {
  query.addEventListener("change", listener);
}
