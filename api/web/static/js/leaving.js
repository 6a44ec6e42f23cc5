// The way out in a hurry: the page is blanked at once, leaves no way back to itself, and closes what was open.

/**
 * Let the button, or Shift pressed three times, lead away.
 * @param {?HTMLElement} part which holds the link; null: there is none on this page
 */
export function leaving(part) {
  if (part === null) return;
  let pressed = 0;
  const away = (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace("/leave"); // in the place of this page, so that "back" does not show it
  };
  part.querySelector("a").addEventListener("click", away);
  addEventListener("keydown", (event) => {
    pressed = event.key === "Shift" && !event.repeat ? pressed + 1 : 0;
    if (pressed === 3) away(event);
  });
}
