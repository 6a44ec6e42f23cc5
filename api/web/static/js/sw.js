// The service worker: without a line it serves the short form that was put aside, and the files of that form.
// It keeps nothing by itself, and answers for no other page: what is of a person never passes a cache of ours.

const CACHE = "phayan-form";
const FORM = "/file/short";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || request.method !== "GET") return;
  if (request.mode === "navigate" && (pathname === "/file" || pathname === FORM)) {
    event.respondWith(orKept(request, FORM));
  } else if (pathname.startsWith("/static/") || pathname === "/favicon.svg") {
    event.respondWith(orKept(request, request));
  }
});

async function orKept(request, instead) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(instead);
    if (kept === undefined) throw error;
    return kept;
  }
}
