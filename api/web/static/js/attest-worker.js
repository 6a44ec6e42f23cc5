// Answers for an attester's pages where there is no line, from what was kept in the device; see attest-keeping.js.
// Whoever has a line is answered by the ledger; without the holder's word nothing is kept.

const KEPT = "phayan-attest";
const PATIENCE = 6_000; // milliseconds for which the ledger is waited for where something is kept
const OURS = /^\/(attest|static)(\/|$)/;
const LOOSE = { ignoreVary: true }; // one device, one reader; the language stands in the page

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method === "GET" && origin === location.origin && OURS.test(pathname)) event.respondWith(answer(request));
});

async function answer(request) {
  const kept = (await caches.has(KEPT)) ? await caches.open(KEPT) : null;
  const found = (await kept?.match(request, LOOSE)) ?? (await kept?.match(request, { ...LOOSE, ignoreSearch: true }));
  let response;
  try {
    response = await (found ? Promise.race([fetch(request), patience(found)]) : fetch(request));
  } catch (error) {
    if (found) return found;
    throw error;
  }
  if (kept && response.ok && response !== found) await kept.put(request, response.clone());
  else if (kept && response.status === 404) await kept.delete(request, LOOSE);
  return response;
}

/** A line that is there and brings nothing is none. */
const patience = (found) => new Promise((resolve) => { setTimeout(resolve, PATIENCE, found); });
