/** Whether a JSON file is a `model.json` of TensorFlow.js, and not a spec. */
export function isTfjsModel(json: unknown): boolean {
  if (typeof json !== "object" || json === null) return false;
  return "modelTopology" in json || "weightsManifest" in json;
}
