"use strict";

/* Keeps a copy for when there is no network, where a server offers it: the page at once, the sound, which is large,
   when somebody installs it. COPY, which stands above, says what there is. */
const OURS = `enface ${self.registration.scope} `;
const NAME = OURS + COPY.version;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(COPY.kept)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetEarlier().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "keep the sound") {
    event.waitUntil(keepSounds());
  }
});

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") {
    event.respondWith(answer(event.request));
  }
});

/* Those that are not kept yet: it is asked at each start. */
async function keepSounds() {
  const kept = await caches.open(NAME);
  const there = await Promise.all(COPY.sounds.map((sound) => kept.match(sound)));
  return kept.addAll(COPY.sounds.filter((_, n) => !there[n]));
}

async function forgetEarlier() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
}

async function answer(request) {
  const kept = await caches.open(NAME);
  const found = await kept.match(request.url, { ignoreSearch: true });
  if (!found) {
    return fetch(request);
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") || "");
  return range ? part(found, Number(range[1]), range[2]) : found;
}

/* A player asks for a part of its sound, and some take nothing else. */
async function part(whole, first, end) {
  const all = await whole.blob();
  const last = end ? Math.min(Number(end), all.size - 1) : all.size - 1;
  const headers = { "Content-Type": all.type, "Content-Range": `bytes ${first}-${last}/${all.size}` };
  return new Response(all.slice(first, last + 1, all.type), { status: 206, headers });
}
