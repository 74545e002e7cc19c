// Keeps what is typed in this browser until it has been sent, and remembers which serials were reported from here.
// Never files, never passwords, never what is hidden; nothing of it goes to the server before the form does.
(() => {
  const DAY = 86_400_000;
  const KEEP_DRAFT = 7 * DAY;
  const KEEP_FILED = 400 * DAY;

  const read = (key) => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "null");
      return kept && kept.until > Date.now() ? kept.what : null;
    } catch {
      return null;
    }
  };
  const write = (key, what, time) => {
    try {
      localStorage.setItem(key, JSON.stringify({ until: Date.now() + time, what }));
    } catch {
      // A full or forbidden store is no reason to disturb anybody.
    }
  };
  const forget = (key) => {
    try {
      localStorage.removeItem(key);
    } catch {
      // See above.
    }
  };

  const isKept = (field) =>
    field.name && !["hidden", "file", "password", "submit", "button"].includes(field.type)
    && !["website", "privacy", "remove_kept"].includes(field.name);

  const valuesOf = (form) => {
    const values = {};
    for (const field of form.elements) {
      if (isKept(field)) values[field.name] = field.type === "checkbox" ? field.checked : field.value;
    }
    return values;
  };

  // Rows come one by one from the server; what they held is filled in as they arrive.
  const fill = (form, values) => {
    for (const field of form.elements) {
      if (!isKept(field) || !(field.name in values)) continue;
      if (field.type === "checkbox") field.checked = values[field.name];
      else field.value = values[field.name];
      for (const told of ["input", "change"]) field.dispatchEvent(new Event(told, { bubbles: true }));
    }
  };
  const rowsIn = (values) =>
    Object.keys(values).filter((name) => /^units-\d+-serial$/.test(name) && values[name]).length;

  const restore = (form, values) => {
    fill(form, values);
    const missing = rowsIn(values) - form.querySelectorAll("[data-unit]").length;
    if (missing > 0) {
      form.addEventListener("htmx:afterSettle", () => restore(form, values), { once: true });
      form.querySelector("[name=add_unit]")?.click();
    }
  };

  const offerToStartAfresh = (form, key) => {
    const notice = document.getElementById("draft-restored");
    if (!notice) return;
    notice.hidden = false;
    notice.querySelector("button").addEventListener("click", () => {
      forget(key);
      form.reset();
      notice.hidden = true;
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
  };

  const guard = (form) => {
    const key = `draft:${form.dataset.draft}`;
    const blank = JSON.stringify(valuesOf(form));
    const kept = form.hasAttribute("data-blank") ? read(key) : null;
    if (kept) {
      restore(form, kept);
      offerToStartAfresh(form, key);
    }
    let timer;
    const save = () => {
      const values = valuesOf(form);
      if (JSON.stringify(values) === blank) forget(key);
      else write(key, values, KEEP_DRAFT);
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 300);
    });
    addEventListener("pagehide", () => form.dataset.sent || save());
  };

  // A second click while the first is under way would only be answered with the same case; it need not be sent at all.
  const sendOnce = (form) => {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button && button.name !== "send" && button.name !== "") return;
      if (form.dataset.busy) {
        event.preventDefault();
        return;
      }
      form.dataset.busy = "yes";
      button?.setAttribute("aria-busy", "true");
    });
    addEventListener("pageshow", () => {
      delete form.dataset.busy;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    });
  };

  document.querySelectorAll("form[data-once]").forEach(sendOnce);
  // Not before htmx stands ready: a row asked for earlier would be asked for by sending the whole form.
  addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-draft]").forEach(guard));

  const filed = document.querySelector("[data-filed]");
  if (filed) {
    forget("draft:report");
    const known = read("filed") ?? {};
    for (const serial of filed.dataset.filedSerials.split(" ").filter(Boolean)) known[serial] = filed.dataset.filed;
    write("filed", Object.fromEntries(Object.entries(known).slice(-50)), KEEP_FILED);
  }
  const said = document.querySelector("[data-forget-draft]");
  if (said) forget(`draft:${said.dataset.forgetDraft}`);

  document.querySelectorAll("[data-print]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      print();
    });
  });
})();
