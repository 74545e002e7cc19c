// Follow work in the background: the part of the page that says it is under way is fetched anew until it says no more.
"use strict";

const EVERY_MS = 1000;

async function look() {
  const place = document.querySelector("[data-under-way]");
  if (!place) return;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(place.id);
    if (answer.ok && fresh) place.replaceWith(fresh);
  } catch {
    // The server is away for a moment; it is asked again.
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
