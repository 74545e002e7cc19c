// Walk through the queue without a mouse: j and k choose a row, o or Enter opens it, x marks it.
"use strict";

const rows = [...document.querySelectorAll("table.queue tbody tr")];
let place = -1;

function go(step) {
  if (!rows.length) return;
  rows[place]?.classList.remove("at");
  place = Math.min(Math.max(place + step, 0), rows.length - 1);
  rows[place].classList.add("at");
  rows[place].querySelector("a").focus();
}

deskKeys.set("j", () => go(1));
deskKeys.set("k", () => go(-1));
deskKeys.set("o", () => rows[place]?.querySelector("a").click());
deskKeys.set("x", () => rows[place]?.querySelector("input[type=checkbox]")?.click());

document.getElementById("pick-all")?.addEventListener("change", (event) => {
  for (const box of document.querySelectorAll("input[name=ids]")) box.checked = event.target.checked;
});
