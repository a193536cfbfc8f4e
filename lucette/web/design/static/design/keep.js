// Saves a form while it is typed: two seconds after the last key, every five while keys go on, and when the page is left. Sends it once.
// Without it, nothing else changes.
"use strict";
const PAUSE = 2000, LONGEST = 5000, LIGHT = 60000; // milliseconds; bytes that a page being left may still send
const TOO_LONG = "Pas encore enregistré : ce texte est trop long pour être gardé. Envoyez le formulaire.";
const SIGNED_OUT = "Votre session a expiré. Envoyez le formulaire pour vous reconnecter : vos réponses reviendront.";
const NO_ANSWER = "Pas encore enregistré : le service ne répond pas. Gardez cette page ouverte.";
const NO_NETWORK = "Pas encore enregistré : la connexion manque. Gardez cette page ouverte.";
const NOT_SENT = "La connexion manque : rien n’est parti. Gardez cette page ouverte, et envoyez quand elle revient.";

for (const form of document.querySelectorAll("form[data-keep]")) {
  const never = new Set((form.dataset.notKept || "").split(" "));
  const words = form.querySelector("[data-kept]");
  let waiting = 0, since = 0, changed = false, busy = false, sent = false;
  const typed = () => {
    const told = new FormData(form);
    for (const [name, value] of [...told]) if (never.has(name) || value instanceof File) told.delete(name);
    return new URLSearchParams(told);
  };
  const told = async (answer) => {
    if (answer.type === "opaqueredirect") return SIGNED_OUT;
    if (!answer.ok) throw new Error(NO_ANSWER);
    const { saved } = await answer.json();
    return saved ? `Enregistré à ${saved}` : TOO_LONG;
  };
  const again = (delay) => { clearTimeout(waiting); waiting = setTimeout(save, delay); };
  const save = async () => {
    if (!changed || sent) return;
    if (busy && !document.hidden) return again(PAUSE);
    changed = false, busy = true, since = 0;
    const body = typed();
    try {
      const keepalive = String(body).length < LIGHT;
      words.textContent = await told(await fetch(form.dataset.keep, { method: "POST", body, keepalive, redirect: "manual" }));
    } catch (failure) {
      changed = true;
      words.textContent = failure.message === NO_ANSWER ? NO_ANSWER : NO_NETWORK;
      again(LONGEST);
    }
    busy = false;
  };
  form.addEventListener("input", () => {
    changed = true;
    since ||= Date.now();
    again(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) {
      sent = true;
    } else {
      event.preventDefault();
      words.textContent = NOT_SENT;
    }
  });
  window.addEventListener("pageshow", () => { sent = false; });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
}

for (const form of document.querySelectorAll("main form[method='post']")) {
  let last = 0; // of two presses in a row, the second is no other act
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (Date.now() - last < LONGEST) event.preventDefault();
    else last = Date.now();
  });
}
