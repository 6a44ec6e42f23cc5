// The key / goes to the field that searches, as long as nobody is writing somewhere else.

const field = document.querySelector("[data-search-key]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  field.focus();
});
