// A slider over the entries of a case: it shows each moment as soon as it is reached, and keeps the focus.
//
// <form method="get" data-replay="moment"> holds a <select> of versions; the page without scripts is that form.
// Here the select becomes a slider with the same words, and the part with id "moment" is fetched and put in place.

const PAUSE = 180; // milliseconds at rest: a moment passed over is not read, and leaves no record of a reading

/**
 * Let the form slide.
 * @param {HTMLFormElement} form
 */
function slide(form) {
  const select = form.querySelector("select");
  const options = Array.from(select.options);
  const range = Object.assign(document.createElement("input"), {
    type: "range", id: select.id, min: "0", max: String(options.length - 1), step: "1", value: String(select.selectedIndex),
  });
  const said = Object.assign(document.createElement("output"), { htmlFor: select.id });
  const tell = () => {
    const words = options[range.valueAsNumber].textContent;
    said.textContent = words;
    range.setAttribute("aria-valuetext", words);
  };
  tell();
  select.replaceWith(range, said);
  form.querySelector("button").parentElement.remove();
  let timer, asked;
  range.addEventListener("input", () => {
    tell();
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      await show(options[range.valueAsNumber].value, form.dataset.replay, asked.signal);
    }, PAUSE);
  });
}

async function show(version, part, signal) {
  const address = `${location.pathname}?v=${version}`;
  const here = document.getElementById(part);
  here.setAttribute("aria-busy", "true");
  const answer = await fetch(address, { headers: { accept: "text/html" }, signal }).catch(() => null);
  if (signal.aborted) return;
  const found = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part);
  if (!found) return location.assign(address); // signed out, or no line: the browser says which
  here.replaceChildren(...found.childNodes);
  here.removeAttribute("aria-busy");
  history.replaceState(null, "", address);
}

document.querySelectorAll("form[data-replay]").forEach(slide);
