#!/usr/bin/env node
import module from "node:module";

// Before anything else is loaded: what V8 compiled the last time need not be compiled again.
// Versions of Node.js that are too old to promise anything for do without.
(module as Partial<typeof module>).enableCompileCache?.();
await import("./main.js");
