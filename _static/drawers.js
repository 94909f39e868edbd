// Furo's drawers are checkboxes, which Space alone ticks. Here Enter does too, the focus goes into what opens and back
// to its checkbox, Escape closes it, and so does a link that leads to a place on the page.
for (const [id, name] of [["__navigation", "sidebar-drawer"], ["__toc", "toc-drawer"]]) {
  const box = document.getElementById(id);
  const drawer = document.querySelector(`.${name}`);
  if (!box || !drawer) continue;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    box.click();
  });
  box.addEventListener("change", () => {
    const shown = [...drawer.querySelectorAll("a[href]")].find((link) => link.offsetWidth);
    (box.checked ? shown : box)?.focus({ preventScroll: true });
  });
  drawer.addEventListener("click", (event) => {
    if (event.target.closest("a[href*='#']")) box.checked = false;
  });
  // Before the search hears of it: Escape in its dialog closes the dialog alone.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.checked || document.querySelector("dialog[open]")) return;
    box.checked = false;
    box.focus({ preventScroll: true });
  }, true);
}
