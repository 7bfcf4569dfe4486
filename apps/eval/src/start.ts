import module from "node:module";
import { findCompileCache } from "./compile-cache.js";
import { listenForSignals } from "./stop.js";

// Before all else is loaded, so that no signal comes too early, …
listenForSignals();
// … and what V8 compiled the last time need not be compiled again.
const cache = findCompileCache();
if (cache !== undefined) module.enableCompileCache(cache);
await import("./main.js");
