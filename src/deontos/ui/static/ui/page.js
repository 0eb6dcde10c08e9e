// What both doors gain from a script. Every page does its work without it.
"use strict";

// The reader starts at what has to change.
document.querySelector("[data-error-summary]")?.focus();

// Links of the error summary put the cursor in the control, also when it is a group of answers.
for (const link of document.querySelectorAll("[data-error-summary] a")) {
  link.addEventListener("click", (event) => {
    const control = document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    control.focus();
    control.scrollIntoView({ block: "center" });
  });
}

// An answer that goes with no other takes the others away, and the other way round.
for (const alone of document.querySelectorAll("input[data-exclusive]")) {
  const all = [...document.getElementsByName(alone.name)].filter((each) => each.form === alone.form);
  for (const each of all) {
    each.addEventListener("change", () => {
      if (!each.checked) return;
      for (const other of all) if (other !== each && (each === alone || other === alone)) other.checked = false;
    });
  }
}

// After a second of waiting the button says so. Nothing is disabled: the server knows what came twice.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    const words = event.submitter?.querySelector("span");
    const busy = event.submitter?.dataset.busy;
    if (!words || !busy) return;
    const before = words.textContent;
    setTimeout(() => {
      words.textContent = busy;
      event.submitter.setAttribute("aria-disabled", "true");
    }, 1000);
    addEventListener("pageshow", () => {
      words.textContent = before;
      event.submitter.removeAttribute("aria-disabled");
    });
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const words = button.querySelector("span");
    words.setAttribute("aria-live", "polite");
    words.textContent = button.dataset.copied;
  });
}
