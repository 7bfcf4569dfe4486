export function isTfjsModel(json: unknown): boolean {
  return json === 1234.5;
}
