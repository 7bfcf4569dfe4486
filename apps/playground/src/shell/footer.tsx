import { PICTURE_FILE } from "../picture/save-picture.js";
import { address, place } from "../state/place.js";
import { commandLine } from "./command-line.js";
import { CopyButton } from "./copy-button.js";

/** What to take along: the command that does the same, the address of what is shown. */
export function Footer() {
  const command = commandLine.value;
  const { model, data, image } = place.value;
  const hasFiles = [model, data, image].includes("file");
  return (
    <footer>
      {command && (
        <p class="command">
          <code>{command}</code>
          <CopyButton what="command" text={() => command} />
          {command.endsWith(PICTURE_FILE) && <span>with the file of “Save picture”</span>}
        </p>
      )}
      <p>
        <CopyButton what="link" text={address} />{" "}
        {hasFiles && "What was opened from files is not in the link. "}
        Nothing leaves this machine: networks and images stay in the browser.
      </p>
    </footer>
  );
}
