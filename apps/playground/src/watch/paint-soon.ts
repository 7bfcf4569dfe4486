const wanted = new Set<() => void>();

/** Has a picture painted with the next frame: once, however often it is asked for until then. */
export function paintSoon(paint: () => void): void {
  if (wanted.size === 0) requestAnimationFrame(paintAll);
  wanted.add(paint);
}

function paintAll(): void {
  const paints = [...wanted];
  wanted.clear();
  for (const paint of paints) paint();
}
