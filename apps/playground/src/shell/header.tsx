import { go, place } from "../state/place.js";
import { toHash, views, type View } from "../state/place-hash.js";
import { DataChoice } from "./data-choice.js";
import { ModelChoice } from "./model-choice.js";
import { OpenFiles } from "./open-files.js";

/** The name of the page, its views, and what they are of. */
export function Header() {
  const { view } = place.value;
  return (
    <header>
      <h1>
        evalpool <span>playground</span>
      </h1>
      <nav aria-label="Views">
        {Object.entries(views).map(([name, title]) => (
          <a
            key={name}
            href={toHash({ ...place.value, view: name as View })}
            aria-current={name === view ? "page" : undefined}
            onClick={(event) => {
              // A new tab, or window, is the browser's matter.
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              go({ view: name as View });
            }}
          >
            {title}
          </a>
        ))}
      </nav>
      {(view === "watch" || view === "evaluate") && (
        <div class="choices">
          <ModelChoice />
          <DataChoice />
          <OpenFiles />
        </div>
      )}
    </header>
  );
}
