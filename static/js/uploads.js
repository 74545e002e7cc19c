// Sends each chosen or dropped file at once, with its progress; the form then only names it. Without this script the
// plain file field sends them together with the form.
(() => {
  const words = document.getElementById("upload-words")?.dataset ?? {};

  const send = (form, box, file) => {
    const line = box.querySelector("[data-kept]").appendChild(document.createElement("li"));
    const name = line.appendChild(document.createElement("span"));
    name.className = "name";
    name.textContent = file.name;
    const bar = line.appendChild(document.createElement("progress"));
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);

    const refuse = (sentence) => {
      bar.remove();
      const said = line.appendChild(document.createElement("span"));
      said.className = "refused";
      said.setAttribute("role", "alert");
      said.textContent = sentence;
    };
    const most = Number(form.dataset.mostBytes);
    if (most && file.size > most) return refuse(words.tooLarge);

    const body = new FormData();
    body.append("field", box.dataset.upload);
    for (const hidden of ["submission", "csrfmiddlewaretoken"]) {
      if (form.elements[hidden]) body.append(hidden, form.elements[hidden].value);
    }
    body.append("file", file);

    const request = new XMLHttpRequest();
    form.dataset.uploading = Number(form.dataset.uploading ?? 0) + 1;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      form.dataset.uploading = Number(form.dataset.uploading) - 1;
      if (request.status === 200) line.outerHTML = request.responseText;
      else refuse((request.status >= 400 && request.status < 500 && request.responseText.length < 400 && request.responseText) || words.failed);
      form.dispatchEvent(new Event("uploaded"));
    });
    request.open("POST", form.dataset.uploadUrl);
    request.send(body);
    return undefined;
  };

  const take = (form, box, files) => {
    const held = form.querySelectorAll("[data-file], .kept progress").length;
    const room = Math.max(0, Number(form.dataset.mostFiles) - held);
    [...files].slice(0, room).forEach((file) => send(form, box, file));
    if (files.length > room) {
      const line = box.querySelector("[data-kept]").appendChild(document.createElement("li"));
      line.className = "refused";
      line.setAttribute("role", "alert");
      line.textContent = words.tooMany;
    }
  };

  const equip = (form, box) => {
    const input = box.querySelector("input[type=file]");
    input.addEventListener("change", () => {
      take(form, box, input.files);
      input.value = "";
    });
    box.addEventListener("dragover", (event) => {
      event.preventDefault();
      box.classList.add("over");
    });
    for (const end of ["dragleave", "drop"]) box.addEventListener(end, () => box.classList.remove("over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer?.files.length) take(form, box, event.dataTransfer.files);
    });
    box.addEventListener("change", (event) => {
      if (event.target.name === "remove_kept" && event.target.checked) {
        event.target.closest("li").remove();
        input.focus();
      }
    });
  };

  // Whoever presses “Send” while a file is on its way means that file too.
  const waitForUploads = (form) => {
    form.addEventListener("submit", (event) => {
      if (!Number(form.dataset.uploading ?? 0)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      button?.setAttribute("aria-busy", "true");
      const again = () => {
        if (Number(form.dataset.uploading)) return;
        form.removeEventListener("uploaded", again);
        button?.removeAttribute("aria-busy");
        form.requestSubmit(button);
      };
      form.addEventListener("uploaded", again);
    });
  };

  document.querySelectorAll("form[data-upload-url]").forEach((form) => {
    waitForUploads(form);
    form.querySelectorAll("[data-upload]").forEach((box) => equip(form, box));
  });
})();
