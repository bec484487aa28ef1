// Keeps the page and its files for the time without a connection. The server writes `self.kept` above this program;
// what people write lies in the database of the browser and never passes here.
const kept = self.kept;

self.addEventListener("install", (event) => {
  const wanted = [kept.shell, kept.manifest, ...kept.files].map(
    (address) => new Request(address, { credentials: "omit", cache: "reload" }),
  );
  event.waitUntil(caches.open(kept.name).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()));
});

// Those of the other language keep theirs: a cache is of one page.
async function dropOthers() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(kept.prefix) || name === kept.name) continue;
    const cache = await caches.open(name);
    if (await cache.match(kept.shell, { ignoreVary: true })) await caches.delete(name);
  }
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  const path = address.pathname;
  if (path === kept.shell || path === kept.manifest || kept.files.includes(path)) event.respondWith(answered(path, event.request));
});

async function answered(path, request) {
  const cache = await caches.open(kept.name);
  return (await cache.match(path, { ignoreVary: true })) || fetch(request);
}
