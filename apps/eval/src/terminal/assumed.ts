/** Behind what becomes of pixels, where nobody has said so: how to say otherwise. */
export const ASSUMED = ", assumed; --scale, --mean and --std say otherwise";
