// The letterbox gains one thing from a script: Esc three times within two seconds leaves, and the page that is left
// does not stay behind the Back button. The link itself works without it.
"use strict";

const exit = document.querySelector("[data-quick-exit]");
if (exit) {
  let presses = [];
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(exit.href);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((moment) => event.timeStamp - moment < 2000), event.timeStamp];
    if (presses.length >= 3) location.replace(exit.href);
  });
}
