/** Makes the error that refuses a file, of the caller's own class. */
export type ToError = (reason: string, options?: ErrorOptions) => Error;
