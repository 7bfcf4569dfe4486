/** Has the page's files kept, once it is there, so that it works without a network from then on. */
export function keepOffline(): void {
  // Absent on pages whose address is neither `https:` nor this machine, and while developing.
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    void navigator.serviceWorker.register("./service-worker.js");
  });
}
