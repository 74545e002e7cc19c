// The page of a case: keys, templates into the text, and a draft that survives a closed window.
"use strict";

const write = document.getElementById("write");
const message = document.getElementById("message");

function choose(kind) {
  const radio = write?.querySelector(`input[name=kind][value=${kind}]`);
  if (!radio) return;
  radio.click();
  message.focus();
}

deskKeys.set("r", () => choose("staff"));
deskKeys.set("n", () => choose("note"));

if (write) {
  const form = write;
  const template = document.getElementById("template");
  const insert = document.getElementById("insert");
  const key = `draft:${window.location.pathname}`;
  const solo = document.getElementById("answer-buttons");
  const first = solo.querySelector("button");

  const show = () => {
    const isNote = form.querySelector("input[name=kind]:checked").value === "note";
    form.classList.toggle("is-note", isNote);
    first.textContent = isNote ? form.dataset.noteVerb : first.dataset.verb;
    for (const button of solo.querySelectorAll("button:not(:first-child)")) button.hidden = isNote;
  };
  first.dataset.verb = first.textContent;
  for (const radio of form.querySelectorAll("input[name=kind]")) radio.addEventListener("change", show);
  show();

  insert?.addEventListener("click", (event) => {
    const text = template.selectedOptions[0]?.dataset.text;
    event.preventDefault();
    if (!text) return;
    message.setRangeText(text, message.selectionStart, message.selectionEnd, "end");
    message.dispatchEvent(new Event("input"));
    message.focus();
  });

  if (!message.value) message.value = sessionStorage.getItem(key) ?? "";
  message.addEventListener("input", () => sessionStorage.setItem(key, message.value));
  form.addEventListener("submit", () => {
    sessionStorage.removeItem(key);
    for (const button of solo.querySelectorAll("button")) setTimeout(() => (button.disabled = true), 0);
  });
}
