import { dismiss } from "../state/notice.js";
import { go, place } from "../state/place.js";
import { testSet } from "../state/test-set.js";

/** Which labelled images: those drawn here, those of a mirror, or those that were opened from files. */
export function DataChoice() {
  const own = testSet.own.value;
  return (
    <label>
      Images
      <select
        value={place.value.data}
        onChange={({ currentTarget }) => {
          dismiss();
          go({ data: currentTarget.value });
        }}
      >
        <option value="synthetic">synthetic: 10,000 digits drawn by evalpool</option>
        <option value="mnist">mnist: its 10,000 test images, downloaded</option>
        {own && <option value="file">{own.source.name}: opened here</option>}
      </select>
    </label>
  );
}
