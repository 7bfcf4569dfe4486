/** Has the page's files kept, once it is there, so that it works without a network from then on. */
export function keepOffline(): void {
  // Absent on pages whose address is neither `https:` nor this machine, and while developing.
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    // Some browsers refuse, as in private windows: the page works without it, as long as it is online.
    navigator.serviceWorker.register("./service-worker.js").catch(() => undefined);
  });
}
