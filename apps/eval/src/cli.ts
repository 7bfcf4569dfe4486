#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before anything else is loaded: what V8 compiled the last time need not be compiled again.
enableCompileCache();
await import("./main.js");
