/** Set by the build: the page's files, by names that tell their content, and what they are together. */
declare const FILES: readonly string[];
declare const VERSION: string;

const worker = self as unknown as ServiceWorkerGlobalScope;

// The page works offline once it has been loaded: its files are kept, whichever of them were needed.
// A newer version waits until no page of the older one is open, as browsers do by themselves: that one
// loads some of its files late, and they are on the host no more. Until then it is the older one that
// is opened, online too.
worker.addEventListener("install", (event) => {
  const keep = async (): Promise<void> => {
    const cache = await caches.open(VERSION);
    // As they are now on the host, whatever the browser has kept of an older page.
    await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
  };
  event.waitUntil(keep());
});

worker.addEventListener("activate", (event) => {
  const forget = async (): Promise<void> => {
    const others = (await caches.keys()).filter((name) => name !== VERSION);
    await Promise.all(others.map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(forget());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  // Data and weights of other hosts are none of its business.
  if (request.method !== "GET" || new URL(request.url).origin !== worker.location.origin) return;
  const answer = async (): Promise<Response> => {
    const cache = await caches.open(VERSION);
    // Files are the same whoever asks for them, also where a host says that they may vary.
    const kept = await cache.match(nameOf(request), { ignoreSearch: true, ignoreVary: true });
    return kept ?? fetch(request);
  };
  event.respondWith(answer());
});

/** The page has two names. Kept is the shorter one, as to that some hosts redirect from the other. */
function nameOf({ url }: Request): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/index\.html$/, "/");
}
