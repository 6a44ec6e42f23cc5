// A text that somebody keeps as a file: beside a <textarea data-file="Or choose a file"> stands a field for the file,
// and what it holds fills the text. Without scripts it is pasted. Nothing is sent before the form is.

/**
 * Let a file fill the text.
 * @param {HTMLTextAreaElement} text
 */
export function fill(text) {
  const id = `${text.id}-file`;
  const label = Object.assign(document.createElement("label"), { className: "govuk-label", htmlFor: id, textContent: text.dataset.file });
  const file = Object.assign(document.createElement("input"), { className: "govuk-file-upload", type: "file", id });
  file.addEventListener("change", async () => {
    if (file.files[0]) text.value = await file.files[0].text();
  });
  text.after(label, file);
}

document.querySelectorAll("textarea[data-file]").forEach(fill);
