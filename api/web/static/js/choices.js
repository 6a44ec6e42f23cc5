// Choices that open further questions: <fieldset data-when="data.answer=accept,partly"> stands only while the field
// of that name has one of these values. What does not stand is neither asked nor signed.

/**
 * Let the questions of a form follow its choices.
 * @param {HTMLFormElement} form
 */
export function follow(form) {
  const sets = Array.from(form.querySelectorAll("fieldset[data-when]"));
  const look = () => sets.forEach((set) => {
    const [name, values] = set.dataset.when.split("=");
    set.hidden = !values.split(",").includes(chosen(form.elements.namedItem(name)));
    set.disabled = set.hidden; // else a browser asks for what nobody sees
  });
  form.addEventListener("change", look);
  form.addEventListener("reset", () => setTimeout(look));
  look();
}

const chosen = (field) => (field?.type === "checkbox" && !field.checked ? "" : field?.value ?? "");

document.querySelectorAll("form[data-act]").forEach(follow);
