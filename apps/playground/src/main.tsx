import { render } from "preact";
import { App } from "./app.js";
import { keepOffline } from "./shell/keep-offline.js";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/picture.css";

const root = document.getElementById("app");
if (root) render(<App />, root);
keepOffline();
