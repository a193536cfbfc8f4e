// Saves a form while it is typed: two seconds after the last key, and when the page is left. Without it, nothing else changes.
"use strict";
for (const form of document.querySelectorAll("form[data-keep]")) {
  const never = new Set((form.dataset.notKept || "").split(" "));
  const words = form.querySelector("[data-kept]");
  let waiting = 0, changed = false, sent = false;
  const typed = () => {
    const told = new FormData(form);
    for (const [name, value] of [...told]) if (never.has(name) || value instanceof File) told.delete(name);
    return new URLSearchParams(told);
  };
  const save = async () => {
    if (!changed || sent) return;
    changed = false;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: typed(), keepalive: true, redirect: "error" });
      const { saved } = await answer.json();
      if (saved) words.textContent = `Enregistré à ${saved}`;
    } catch {
      changed = true;
      words.textContent = "Pas encore enregistré : la connexion manque. Gardez cette page ouverte.";
      waiting = setTimeout(save, 5000);
    }
  };
  form.addEventListener("input", () => { changed = true; clearTimeout(waiting); waiting = setTimeout(save, 2000); });
  form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
}
