// Reads the serial off a picture of the plate, in browsers that can read bar and QR codes; the picture goes nowhere.
// Elsewhere the button stays hidden and the number is typed.
(async () => {
  const words = document.getElementById("scan-words")?.dataset;
  if (!words || !("BarcodeDetector" in window)) return;
  const WANTED = ["qr_code", "data_matrix", "code_128", "code_39", "code_93", "aztec", "pdf417"];
  const formats = (await BarcodeDetector.getSupportedFormats().catch(() => [])).filter((one) => WANTED.includes(one));
  if (!formats.length) return;

  // A phone offers its camera and its pictures; a computer its folders.
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = "image/*";
  let pressed;

  const serialsIn = (texts) => {
    const found = texts.flatMap((text) => [...text.matchAll(new RegExp(words.pattern, "g"))].map((match) => match[1]));
    return [...new Set(found.map((serial) => serial.toUpperCase()))];
  };
  const read = async (file) => {
    const picture = await createImageBitmap(file);
    const codes = await new BarcodeDetector({ formats }).detect(picture);
    picture.close();
    return serialsIn(codes.map((code) => code.rawValue));
  };
  const say = (button, sentence) => {
    button.parentElement.querySelector("[data-scanned]").textContent = sentence;
  };
  const fill = (button, serial) => {
    const field = button.parentElement.querySelector("input[name$=serial]");
    field.value = serial;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    say(button, `${words.read} ${serial}`);
    field.focus();
  };

  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    const button = pressed;
    chooser.value = "";
    if (!file) return;
    button.setAttribute("aria-busy", "true");
    const found = await read(file).catch(() => []);
    button.removeAttribute("aria-busy");
    if (found.length === 1) fill(button, found[0]);
    else say(button, found.length ? `${words.several} ${found.join(", ")}` : words.nothing);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-scan]");
    if (!button) return;
    pressed = button;
    chooser.click();
  });

  const show = () => document.querySelectorAll("[data-scan]").forEach((button) => { button.hidden = false; });
  document.addEventListener("htmx:afterSettle", show);
  show();
})();
