// Colours of the maps, and reading what the page says.

export const COLOURS = { jade: "#0b4f45", clay: "#a23c1b", edge: "#746c58", turmeric: "#e9b949" };
export const TONES = { good: COLOURS.jade, warn: COLOURS.turmeric, bad: COLOURS.clay, plain: COLOURS.edge };
export const BANDS = ["#ffffff", "#d7e9e1", "#94c4b3", "#3f8a77", "#0b4f45"];

export const find = (selector) => (selector ? document.querySelector(selector) : null);
export const json = (selector) => {
  const holder = find(selector);
  return holder ? JSON.parse(holder.textContent) : null;
};
export const number = (input) => {
  const text = input ? input.value.trim().replace(",", ".") : "";
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
};
