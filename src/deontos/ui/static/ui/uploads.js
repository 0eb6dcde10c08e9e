// Where files are asked for, each one that was chosen goes up by itself and shows how far it is. The server answers with
// the same page as without a script; its list of what arrived, and its sentence about what it left out, are taken over.
"use strict";

for (const area of document.querySelectorAll("[data-uploads]")) {
  const words = area.dataset;
  const input = area.querySelector("input[type=file]");
  const list = area.querySelector("[data-upload-list]");
  const row = area.querySelector("[data-upload-row]");
  const refused = area.querySelector("[data-upload-refused]");
  const button = area.querySelector("[data-upload-button]");
  const said = area.querySelector("[data-upload-said]");
  const form = input.form;
  const queue = [];
  let busy = false;
  let pressed = null;

  input.classList.add("sr");
  button.hidden = false;
  for (const native of form.querySelectorAll("[data-upload-add]")) native.hidden = true;

  const megabytes = (bytes) =>
    (bytes / 1048576).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

  const shown = (file) => {
    const made = row.content.cloneNode(true).querySelector("li");
    made.querySelector(".file__name").textContent = file.name;
    list.append(made);
    list.hidden = false;
    return made;
  };

  const say = (made, text) => { made.querySelector(".soft").textContent = text; };

  const refuse = (made, text) => {
    const left = refused.content.cloneNode(true).querySelector("li");
    left.querySelector(".file__name").textContent = made.querySelector(".file__name").textContent;
    left.querySelector(".file__note").textContent = text;
    made.replaceWith(left);
    said.textContent = text;
  };

  const bar = (made) => {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawn.setAttribute("class", "bar");
    drawn.setAttribute("viewBox", "0 0 100 8");
    drawn.setAttribute("preserveAspectRatio", "none");
    drawn.setAttribute("aria-hidden", "true");
    const done = document.createElementNS(drawn.namespaceURI, "rect");
    done.setAttribute("height", "8");
    drawn.append(done);
    made.querySelector(".file__what").append(drawn);
    return done;
  };

  const body = (file) => {
    const data = new FormData();
    for (const hidden of form.querySelectorAll("input[type=hidden]")) data.append(hidden.name, hidden.value);
    data.append("go", "add");
    data.append(input.name, file, file.name);
    return data;
  };

  const answered = (made, page) => {
    const arrived = page?.getElementById("arrived");
    if (!arrived) return refuse(made, words.failed);
    document.getElementById("arrived").replaceWith(document.importNode(arrived, true));
    const fault = page.querySelector("[data-error-summary] li");
    if (fault) return refuse(made, fault.textContent.trim());
    said.textContent = `${made.querySelector(".file__name").textContent}: ${words.arrived}`;
    made.remove();
    list.hidden = !list.children.length;
  };

  const next = () => {
    const job = queue.shift();
    busy = Boolean(job);
    if (!job) {
      if (pressed) form.requestSubmit(pressed);
      return;
    }
    const { file, made } = job;
    const request = new XMLHttpRequest();
    const done = bar(made);
    made.querySelector("[data-upload-stop]").addEventListener("click", () => request.abort());
    request.upload.addEventListener("progress", (event) => {
      done.setAttribute("width", String((100 * event.loaded) / event.total));
      say(made, words.progress.replace("{done}", megabytes(event.loaded)).replace("{all}", `${megabytes(event.total)} MB`));
    });
    request.addEventListener("load", () => { answered(made, request.response); next(); });
    request.addEventListener("error", () => { refuse(made, words.failed); next(); });
    request.addEventListener("abort", () => { made.remove(); next(); });
    request.open("POST", form.action);
    request.responseType = "document";
    request.send(body(file));
  };

  const stopWaiting = (job) => {
    queue.splice(queue.indexOf(job), 1);
    job.made.remove();
  };

  input.addEventListener("change", () => {
    for (const file of [...input.files]) {
      const made = shown(file);
      if (file.size > Number(words.each)) {
        refuse(made, words.tooLarge);
        continue;
      }
      say(made, words.waiting);
      const job = { file, made };
      made.querySelector("[data-upload-stop]").addEventListener("click", () => queue.includes(job) && stopWaiting(job));
      queue.push(job);
    }
    input.value = "";
    if (!busy) next();
  });

  // A button that is pressed while something is on its way waits for it.
  form.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    pressed = event.submitter;
  });
}
