// Pages of an attester in the device, for places without a line. They hold a name, so nothing is kept before the
// holder of the device says so, each page goes when its question is answered, and all go with one button.

const KEPT = "phayan-attest";
const WORDS = {
  th: { kept: "เก็บไว้แล้ว เปิดเรื่องที่จะไปดูครั้งหนึ่งก่อนออกจากบ้าน", forgotten: "ลบออกจากเครื่องนี้แล้ว" },
  en: { kept: "Kept. Open each claim once before you leave.", forgotten: "Nothing is kept in this device now." },
};
const words = document.documentElement.lang.startsWith("en") ? WORDS.en : WORDS.th;
const able = "serviceWorker" in navigator && "caches" in globalThis;

/** Take the page at `path` out of the device. @param {string} path */
export async function dropPage(path) {
  if (!able || !(await caches.has(KEPT))) return;
  const kept = await caches.open(KEPT);
  await kept.delete(path, { ignoreSearch: true, ignoreVary: true });
}

/**
 * Offer to keep pages, and to forget them; signing out forgets them too, see signing-out.js.
 * @param {HTMLElement} section
 */
export async function keeping(section) {
  if (!able) return;
  const keep = section.querySelector("[data-keep-pages]"), forget = section.querySelector("[data-forget-pages]");
  const status = section.querySelector("[data-kept]");
  const show = (kept) => { keep.hidden = kept; forget.hidden = !kept; };
  keep.addEventListener("click", async () => {
    await begin();
    status.textContent = words.kept;
    show(true);
  });
  forget.addEventListener("click", async () => {
    await end();
    status.textContent = words.forgotten;
    show(false);
  });
  show(await caches.has(KEPT));
  section.hidden = false;
}

/** Keep this page and all that it is made of; the worker keeps what is opened from now on. */
async function begin() {
  const kept = await caches.open(KEPT);
  await navigator.serviceWorker.register("/attest/worker.js", { scope: "/attest" });
  await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const ours = parts.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/"));
  await kept.addAll([location.pathname, ...new Set(ours.map((one) => one.pathname))]);
}

async function end() {
  await caches.delete(KEPT);
  const working = await navigator.serviceWorker.getRegistration("/attest");
  await working?.unregister();
}
