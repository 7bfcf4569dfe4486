/** Whether threads can be given the same memory: in a browser only where the page is isolated. */
export function canShare(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
}
