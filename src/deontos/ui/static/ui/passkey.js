// Asks the browser for a passkey, or to make one, and sends its answer with the form. Without this script, or in a
// browser that knows no passkeys, the form stays hidden and the page says what else works.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (credentials) => (credentials ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

const making = async (asked) => {
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
    },
  });
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
    },
    clientExtensionResults: {},
  };
};

const using = async (asked) => {
  const used = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) },
  });
  return {
    id: used.id,
    rawId: text(used.rawId),
    type: used.type,
    response: {
      clientDataJSON: text(used.response.clientDataJSON),
      authenticatorData: text(used.response.authenticatorData),
      signature: text(used.response.signature),
      userHandle: used.response.userHandle ? text(used.response.userHandle) : null,
    },
    clientExtensionResults: {},
  };
};

const form = document.querySelector("form[data-passkey]");
if (form && window.PublicKeyCredential) {
  const answer = form.querySelector("[data-passkey-answer]");
  const failed = document.querySelector("[data-passkey-failed]");
  const asked = JSON.parse(form.dataset.options).publicKey;
  const ask = form.dataset.passkey === "make" ? making : using;
  form.hidden = false;
  for (const other of document.querySelectorAll("[data-passkey-without]")) other.hidden = true;

  // Before anything else hears of it: the form goes only with an answer, and its button does not wait for one.
  document.addEventListener("submit", async (event) => {
    if (event.target !== form) return;
    event.preventDefault();
    event.stopPropagation();
    failed.hidden = true;
    try {
      answer.value = JSON.stringify(await ask(asked));
      form.submit();
    } catch {
      failed.hidden = false;
      failed.focus();
    }
  }, true);
}
