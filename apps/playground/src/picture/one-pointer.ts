/** What is asked of a pointer's event. */
type Pressed = Pick<PointerEvent, "pointerId" | "button">;

/** The pointer that draws, of those that there are: a second finger on the pad is none. */
export interface OnePointer {
  /** Whether it begins a stroke. */
  readonly begin: (event: Pressed) => boolean;
  readonly isDrawing: (event: Pick<Pressed, "pointerId">) => boolean;
  readonly end: (event: Pick<Pressed, "pointerId">) => void;
}

export function createOnePointer(): OnePointer {
  let drawing: number | undefined;
  return {
    begin({ pointerId, button }) {
      if (drawing !== undefined || button !== 0) return false;
      drawing = pointerId;
      return true;
    },
    isDrawing: ({ pointerId }) => pointerId === drawing,
    end({ pointerId }) {
      if (pointerId === drawing) drawing = undefined;
    },
  };
}
