// What is needed to file without a line: the short form and its files, put aside while there is one.

const CACHE = "phayan-form";
const FORM = "/file/short";

/**
 * Put the form aside and let the service worker serve it; and give a form from there a key of its own.
 * @returns {Promise<void>}
 */
export async function ready() {
  const drawn = document.querySelector("form[data-draws-key] input[name=key]");
  if (drawn !== null) drawn.value = crypto.randomUUID(); // one that was put aside would be everybody's
  if (!("serviceWorker" in navigator) || !document.querySelector("[data-line-box]")) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    await putAside();
  } catch {
    // no room, no right, no line: then there is no form without a line, and nothing else is missing
  }
}

async function putAside() {
  const cache = await caches.open(CACHE);
  const { lang } = document.documentElement;
  const [had, style] = await Promise.all([cache.match(FORM), cache.match(document.querySelector("link").href)]);
  if (style && had?.headers.get("content-language") === lang) return; // of this release, in this language
  const form = await fetch(FORM, {
    credentials: "omit", // the page as it is for nobody: it holds nothing of a person
    headers: { accept: "text/html", "accept-language": lang },
  });
  if (!form.ok) return;
  const files = performance.getEntriesByType("resource").map((one) => new URL(one.name))
    .filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"));
  const wanted = new Set([...files, new URL("/favicon.svg", location)].map(String));
  for (const { url } of await cache.keys()) {
    if (new URL(url).pathname !== FORM && !wanted.delete(url)) await cache.delete(url);
  }
  await cache.addAll([...wanted]); // they lie in the browser's own cache: nothing is fetched twice
  await cache.put(FORM, form); // last: where it is, all that it needs is
}
