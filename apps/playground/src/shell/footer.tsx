import { address } from "../state/place.js";
import { commandLine } from "./command-line.js";
import { CopyButton } from "./copy-button.js";

/** What to take along: the command that does the same, the address of what is shown. */
export function Footer() {
  const command = commandLine.value;
  return (
    <footer>
      {command && (
        <p class="command">
          <code>{command}</code>
          <CopyButton what="command" text={() => command} />
        </p>
      )}
      <p>
        <CopyButton what="link" text={address} /> Nothing leaves this machine: networks and images
        stay in the browser.
      </p>
    </footer>
  );
}
