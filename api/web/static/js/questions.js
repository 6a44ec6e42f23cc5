// What a form asks of answers, beside what a browser knows: those that are due by another answer, one box of many.
//
// <select data-required-when="data.result" data-required-is="refuse">  must be answered then
// <fieldset data-some="Choose at least one">  one of its boxes must be ticked
// <select data-sets="data.rule"> with <option data-sets-to="N2">  sets that hidden field with the choice
// <div data-count="id">  says how many characters of that field are left

const LEFT = {
  th: (left) => `เหลืออีก ${left.toLocaleString("th")} ตัวอักษร`,
  en: (left) => `${left.toLocaleString("en")} characters left`,
};
const said = document.documentElement.lang.startsWith("en") ? LEFT.en : LEFT.th;

/**
 * Keep what a form asks in step with its answers.
 * @param {HTMLFormElement} form
 */
export function keep(form) {
  const has = (name, values) => values.split(" ").includes(form.elements.namedItem(name)?.value);
  const update = () => {
    for (const field of form.querySelectorAll("[data-required-when]")) {
      field.required = has(field.dataset.requiredWhen, field.dataset.requiredIs);
    }
    for (const part of form.querySelectorAll("[data-some]")) {
      const boxes = [...part.querySelectorAll("input[type=checkbox]")];
      boxes[0]?.setCustomValidity(boxes.some((box) => box.checked) ? "" : part.dataset.some);
    }
    for (const field of form.querySelectorAll("[data-sets]")) {
      form.elements.namedItem(field.dataset.sets).value = field.selectedOptions[0]?.dataset.setsTo ?? "";
    }
    for (const counter of form.querySelectorAll("[data-count]")) {
      const field = document.getElementById(counter.dataset.count);
      counter.textContent = said(field.maxLength - field.value.length);
    }
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  form.addEventListener("reset", () => setTimeout(update));
  update();
}

document.querySelectorAll("form[data-act]").forEach(keep);
