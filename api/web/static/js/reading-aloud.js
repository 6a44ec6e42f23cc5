// A decision that is read aloud by the telephone itself, for whoever reads with difficulty.

/**
 * Offer to read the texts of `part`, if this device has a voice at all.
 * @param {?HTMLElement} part with a button; null: nothing on this page is read aloud
 */
export function speak(part) {
  if (part === null || !("speechSynthesis" in window)) return;
  const button = part.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    const speaking = speechSynthesis.speaking;
    speechSynthesis.cancel();
    if (speaking) return; // the same button stops it
    for (const one of part.querySelectorAll("h1, h2, h3, p, dt, dd, li")) {
      const said = new SpeechSynthesisUtterance(one.textContent);
      said.lang = document.documentElement.lang === "th" ? "th-TH" : "en-GB";
      speechSynthesis.speak(said);
    }
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}
