// Small comforts of every page; each works without this file too.
"use strict";

// A summary of errors takes the focus, so that it is read out and seen first.
document.querySelector("[data-focus]")?.focus();

// The menu closes when one presses Escape or turns elsewhere.
const menu = document.querySelector("details.menu");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

// A form is sent once: a second tap on a slow line does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.dataset.again !== undefined) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // An answer that is a download leaves the page standing: it may be asked for again.
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
