/** float32 to train with; float64 where a check of the mathematics must be sharp. */
export type Floats = Float32Array | Float64Array;
