// Keeps what somebody types in a panel, every few seconds and on leaving a field, sealed to whoever types. Nothing stays
// in the browser. The server does not count these requests as use, so a desk that somebody left still closes.
"use strict";

for (const form of document.querySelectorAll("form[data-keep]")) {
  const words = form.dataset;
  const said = form.querySelector("[data-keep-said]");
  const EVERY = 10000;
  let typed = false;
  let onItsWay = null;
  let over = false;

  const body = () => {
    const sent = new URLSearchParams({ panel: words.keepPanel });
    for (const [name, value] of new FormData(form)) if (typeof value === "string") sent.append(name, value);
    return sent;
  };

  const answered = async (response) => {
    const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
    said.textContent = answer.words ?? words.keepFailed;
    if (!answer.kept) typed = true;
    over ||= answer.over ?? false;
  };

  const keep = async () => {
    if (!typed || onItsWay || over) return;
    typed = false;
    onItsWay = new AbortController();
    try {
      const sent = { method: "POST", body: body(), redirect: "error", signal: onItsWay.signal };
      await answered(await fetch(words.keep, sent));
    } catch (error) {
      if (error.name !== "AbortError") {
        typed = true;
        said.textContent = words.keepFailed;
      }
    }
    onItsWay = null;
  };

  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("change", keep);
  setInterval(keep, EVERY);

  // Whatever button is pressed, the form itself has the text now.
  form.addEventListener("submit", () => {
    over = true;
    onItsWay?.abort();
  });
  addEventListener("pageshow", () => { over = false; });
}
