// Keys that work on every page of the desk; never while somebody is typing.
"use strict";

const deskKeys = new Map();

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, dialog") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = deskKeys.get(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});

deskKeys.set("/", () => {
  const search = document.getElementById("q");
  search?.focus();
  search?.select();
});

deskKeys.set("?", () => document.getElementById("keys-help")?.showModal());
