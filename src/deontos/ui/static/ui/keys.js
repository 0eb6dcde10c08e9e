// Single keys for whoever works with lists all day. Everything they do is a link or a field that Tab reaches as well.
// They are off while something is being typed, with Ctrl, Alt or the command key, and where somebody switched them off.
"use strict";

const OFF = "deontos-shortcuts";
const page = document.currentScript.dataset.shortcuts;
const rows = () => [...document.querySelectorAll("main [data-row]")];
const isOn = () => {
  try {
    return localStorage.getItem(OFF) !== "off";
  } catch {
    return true;
  }
};

const types = (element) =>
  element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])");

// The row in which the focus is, wherever in it: a box to tick belongs to its row.
const move = (by) => {
  const all = rows();
  const here = document.activeElement.closest("tr")?.querySelector("[data-row]") ?? document.activeElement;
  const at = all.indexOf(here);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.focus();
};

const keys = {
  j: () => move(1),
  k: () => move(-1),
  o: () => document.activeElement.closest("tr")?.querySelector("[data-row]")?.click(),
  "/": () => document.querySelector("main [data-search]")?.focus(),
  "?": () => location.assign(page),
};

document.addEventListener("keydown", (event) => {
  const act = keys[event.key];
  if (!act || event.defaultPrevented || event.repeat && event.key === "o") return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || types(event.target) || !isOn()) return;
  event.preventDefault();
  act();
});

// The switch stands on the page that lists the keys, and is hidden where there is no script to switch.
const choice = document.querySelector("[data-shortcuts-switch]");
if (choice) {
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = isOn();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(OFF, box.checked ? "on" : "off");
    } catch {
      box.checked = true;
    }
  });
}
