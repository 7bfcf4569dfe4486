import { nameClasses } from "@evalpool/metrics";
import { Pixels } from "../components/pixels.js";
import { imageAt, type TestSet } from "../data/test-set.js";
import { pick } from "../state/picture.js";

interface Props {
  readonly set: TestSet;
  /** The one that is looked at, -1 for none. */
  readonly current: number;
  readonly indices: readonly number[];
}

/** Some images of a data set, to be picked. */
export function ImageStrip({ set, current, indices }: Props) {
  const { classes, classNames, labels } = set.source;
  const names = nameClasses(classes, classNames);
  return (
    <ul class="strip">
      {indices.map((index) => (
        <li key={index}>
          <button
            type="button"
            aria-pressed={index === current}
            aria-label={`image ${index}, label ${names[labels[index] ?? -1]}`}
            onClick={() => pick(index)}
          >
            <Pixels image={imageAt(set, index)} />
          </button>
        </li>
      ))}
    </ul>
  );
}
