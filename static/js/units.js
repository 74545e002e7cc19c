// What the report's page can say at once: that a symptom is dangerous, and that a serial was reported from here before.
(() => {
  const form = document.getElementById("report");
  if (!form) return;

  const warning = form.querySelector("[data-dangers]");
  const symptom = form.elements.symptom;
  const warn = () => {
    warning.hidden = !warning.dataset.dangers.split(" ").includes(symptom.value);
  };
  symptom.addEventListener("change", warn);
  warn();

  // Only this browser knows: asking the server would tell strangers which serials have an open case.
  const known = () => {
    try {
      const kept = JSON.parse(localStorage.getItem("filed") ?? "null");
      return kept && kept.until > Date.now() ? kept.what : {};
    } catch {
      return {};
    }
  };
  const bare = (text) => text.replace(/[^0-9a-z]/gi, "").toUpperCase();
  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-unit]");
    if (!row || !event.target.name.endsWith("-serial")) return;
    const number = known()[bare(event.target.value)];
    const notice = row.querySelector("[data-known]");
    notice.hidden = !number;
    if (number) notice.querySelector("b").textContent = number;
  });

  // The whole country list is long; the browser often knows which of the likely ones it is in.
  const country = form.elements.country;
  const region = (() => {
    try {
      return new Intl.Locale(navigator.language).region;
    } catch {
      return undefined;
    }
  })();
  const likely = [...country.children].filter((option) => option.tagName === "OPTION").map((option) => option.value);
  if (!country.value && region && likely.includes(region)) country.value = region;

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "units") event.target.lastElementChild?.querySelector("input")?.focus();
  });
})();
