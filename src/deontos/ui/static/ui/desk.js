// The lock in the top bar counts down. The server closes the vault by itself; this only keeps the page honest about it.
"use strict";

const vault = document.querySelector("[data-vault-seconds]");
if (vault) {
  const left = vault.querySelector("[data-vault-left]");
  const ends = performance.now() + Number(vault.dataset.vaultSeconds) * 1000;
  const typed = () =>
    [...document.querySelectorAll("textarea, input")].some((field) =>
      ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked
        : field.value !== field.defaultValue);

  // With something typed the page stays and asks to unlock beside it; what was sealed disappears. Without, it is asked anew.
  const close = () => {
    if (!typed()) return location.reload();
    for (const sealed of document.querySelectorAll("[data-sealed]")) sealed.remove();
    vault.hidden = true;
    document.querySelector("[data-vault-closed]").hidden = false;
  };

  const count = () => {
    const seconds = Math.ceil((ends - performance.now()) / 1000);
    if (seconds <= 0) {
      clearInterval(ticking);
      close();
    } else if (seconds <= 60) {
      vault.classList.replace("vault--open", "vault--last_minute");
      left.textContent = vault.dataset.vaultLast;
    } else {
      left.textContent = vault.dataset.vaultMinutes.replace("{minutes}", Math.floor(seconds / 60));
    }
  };
  const ticking = setInterval(count, 1000);
}
